// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/training_rows.h"

#include "domain/error.h"
#include "text/digest.h"
#include "text/json.h"
#include "text/utf8.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <vector>

namespace tiebreak::formats {

namespace {

using domain::Error;
using domain::ErrorKind;
using Json = nlohmann::json;

constexpr std::size_t buffer_bytes = 1U << 20U;
constexpr std::size_t longest_row = 64U << 20U;
constexpr std::string_view blanks = " \t\r\n";

void append(std::string& text, const std::string& more) {
    if (!more.empty()) {
        text += (text.empty() ? "" : "\n") + more;
    }
}

/// Every text within a value, in its order.
void all_texts(const Json& value, std::string& text) {
    if (value.is_string()) {
        append(text, value.get<std::string>());
    } else if (value.is_structured()) {
        for (const Json& inner : value) {
            all_texts(inner, text);
        }
    }
}

std::string text_at(const Json& row, std::initializer_list<const char*> names) {
    for (const char* name : names) {
        const auto found = row.find(name);
        if (found != row.end() && found->is_string() &&
            !text::is_blank(found->get_ref<const std::string&>())) {
            return found->get<std::string>();
        }
    }
    return {};
}

/// What one side says in a chat: {"role"/"from", "content"/"value"}.
std::string said_in_chat(const Json& row, std::string_view side, std::string_view other_name) {
    for (const char* name : {"messages", "conversations", "conversation", "prompt"}) {
        const auto list = row.find(name);
        if (list == row.end() || !list->is_array()) {
            continue;
        }
        std::string said;
        for (const Json& message : *list) {
            if (!message.is_object()) {
                continue;
            }
            const std::string role = text_at(message, {"role", "from"});
            if (role == side || role == other_name) {
                append(said, text_at(message, {"content", "value"}));
            }
        }
        return said;
    }
    return {};
}

TrainingRow row_of(const Json& value, std::int64_t number) {
    TrainingRow row;
    row.number = number;
    all_texts(value, row.whole);
    if (!value.is_object()) {
        return row;
    }
    row.prompt = text_at(value, {"instruction", "prompt", "question", "query"});
    if (row.prompt.empty()) {
        row.prompt = said_in_chat(value, "user", "human");
    }
    row.answer = text_at(value, {"output", "response", "completion", "answer", "chosen"});
    if (row.answer.empty()) {
        row.answer = said_in_chat(value, "assistant", "gpt");
    }
    const std::string input = text_at(value, {"input", "context"});
    append(row.prompt, input);
    return row;
}

/// Cuts a stream of bytes into rows: elements of a JSON list, lines, or paragraphs.
class Cutter {
public:
    Cutter(TrainingFile& file, const std::function<void(const TrainingRow&)>& each)
        : file_(file)
        , each_(each) {}

    void take(std::string_view bytes) {
        if (file_.format.empty() && !find_format(bytes)) {
            return;
        }
        for (const char c : bytes) {
            if (file_.format == "json") {
                take_json(c);
            } else {
                take_line(c);
            }
        }
    }

    void finish() {
        if (file_.format == "json") {
            if (depth_ > 0) {
                note_bad(line_);
            }
            return;
        }
        end_line();
        if (file_.format == "text") {
            end_row();
        }
    }

private:
    /// By the first character that is no blank; nothing while there is none.
    bool find_format(std::string_view bytes) {
        if (bytes.starts_with("\xef\xbb\xbf")) {
            bytes.remove_prefix(3);
        }
        if (bytes.starts_with("\x1f\x8b") || bytes.starts_with("PK\x03\x04") || bytes.starts_with("PAR1") ||
            bytes.substr(0, 4096).find('\0') != std::string_view::npos) {
            throw Error(ErrorKind::format, "this is a compressed or binary file", {},
                        "unpack it, or write it as JSON Lines");
        }
        const std::size_t first = bytes.find_first_not_of(blanks);
        if (first == std::string_view::npos) {
            return false;
        }
        file_.format = bytes[first] == '[' ? "json" : bytes[first] == '{' ? "json-lines" : "text";
        return true;
    }

    void take_json(char c) {
        line_ += c == '\n' ? 1 : 0;
        if (in_string_) {
            put(c);
            in_string_ = escaped_ || c != '"';
            escaped_ = !escaped_ && c == '\\';
            return;
        }
        if (depth_ == 1 && (c == ',' || c == ']')) {
            end_row();
            depth_ -= c == ']' ? 1 : 0;
            return;
        }
        if (c == '[' || c == '{') {
            ++depth_;
            if (depth_ == 1) {
                return; // the list itself
            }
        } else if ((c == ']' || c == '}') && depth_ > 1) {
            --depth_;
        }
        if (depth_ >= 1) {
            in_string_ = c == '"';
            if (!row_.empty() || blanks.find(c) == std::string_view::npos) {
                put(c);
            }
        }
    }

    void take_line(char c) {
        if (c != '\n') {
            put(c);
            return;
        }
        end_line();
    }

    void end_line() {
        ++line_;
        if (file_.format == "json-lines") {
            end_row();
            return;
        }
        const std::size_t begin = std::min(line_begin_, row_.size());
        if (text::is_blank(std::string_view(row_).substr(begin))) { // a paragraph ends
            row_.resize(begin);
            end_row();
        } else {
            row_ += '\n';
            line_begin_ = row_.size();
        }
    }

    void put(char c) {
        if (row_.size() < longest_row) {
            row_ += c;
        } else {
            too_long_ = true;
        }
    }

    void note_bad(std::int64_t line) {
        ++file_.bad;
        file_.first_bad = file_.first_bad == 0 ? line : file_.first_bad;
    }

    void end_row() {
        if (row_.find_first_not_of(blanks) != std::string::npos) {
            ++file_.rows;
            if (too_long_) {
                note_bad(line_);
            } else if (file_.format == "text") {
                each_({file_.rows, {}, {}, row_});
            } else {
                try {
                    each_(row_of(text::parse_json(row_, {}, text::DuplicateKeys::keep_last), file_.rows));
                } catch (const Error& error) {
                    if (error.kind() != ErrorKind::format) {
                        throw;
                    }
                    note_bad(line_);
                }
            }
        }
        row_.clear();
        line_begin_ = 0;
        too_long_ = false;
    }

    TrainingFile& file_;
    const std::function<void(const TrainingRow&)>& each_;
    std::string row_;
    std::size_t line_begin_ = 0; ///< of the present line in row_ (text)
    std::int64_t line_ = 0;
    std::size_t depth_ = 0;
    bool in_string_ = false;
    bool escaped_ = false;
    bool too_long_ = false;
};

} // namespace

TrainingFile each_training_row(const std::string& path, const std::function<void(const TrainingRow&)>& each,
                               const std::function<void(std::uint64_t bytes_read)>& progress,
                               const std::stop_token& stop) {
    if (!std::filesystem::is_regular_file(path)) {
        throw Error(ErrorKind::file, "there is no such file", path, "check the path");
    }
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream(std::fopen(path.c_str(), "rb"),
                                                                 &std::fclose);
    if (!stream) {
        throw Error(ErrorKind::file, "it cannot be opened", path, "check its permissions");
    }
    TrainingFile file;
    text::Sha256 hash;
    Cutter cutter(file, each);
    std::vector<char> buffer(buffer_bytes);
    std::uint64_t read = 0;
    bool first = true;
    while (!stop.stop_requested()) {
        const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), stream.get());
        if (n == 0) {
            break;
        }
        std::string_view bytes(buffer.data(), n);
        hash.update(bytes);
        if (first && bytes.starts_with("\xef\xbb\xbf")) {
            bytes.remove_prefix(3);
        }
        first = false;
        try {
            cutter.take(bytes);
        } catch (const Error& error) {
            throw Error(error.kind(), error.what_happened(), path, error.mend());
        }
        read += n;
        if (progress) {
            progress(read);
        }
    }
    if (std::ferror(stream.get()) != 0) {
        throw Error(ErrorKind::file, "reading it failed", path, "check the disk");
    }
    cutter.finish();
    file.hash = hash.finish_hex();
    return file;
}

} // namespace tiebreak::formats
