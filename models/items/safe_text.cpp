// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/safe_text.h"

#include "text/utf8.h"
#include "text/word_diff.h"

#include <algorithm>

namespace tiebreak::items {

namespace {

/// The longest beginning of at most `most` bytes that ends between two characters.
std::string_view beginning(std::string_view bytes, std::size_t most) {
    if (bytes.size() <= most) {
        return bytes;
    }
    std::size_t end = most;
    while (end > 0 && most - end < 4 && (static_cast<unsigned char>(bytes[end]) & 0xC0) == 0x80) {
        --end;
    }
    return bytes.substr(0, end);
}

/// What for_display would take for a line end or leave invisible.
std::string showBlanks(std::string_view bytes) {
    std::string shown;
    shown.reserve(bytes.size() + bytes.size() / 16);
    std::size_t blanks = 0; // not written yet: they may stand at a line's end
    const auto flush = [&](bool atEnd) {
        for (; blanks > 0; --blanks) {
            shown += atEnd ? "·" : " ";
        }
    };
    for (const char c : bytes) {
        if (c == ' ') {
            ++blanks;
            continue;
        }
        flush(c == '\n' || c == '\r');
        if (c == '\n') {
            shown += "↵\n";
        } else if (c == '\r') {
            shown += "␍";
        } else if (c == '\t') {
            shown += "→\t";
        } else {
            shown += c;
        }
    }
    flush(true);
    return shown;
}

std::string prepared(std::string_view bytes, TextForm form) {
    return form == TextForm::raw ? text::for_display(showBlanks(bytes)) : text::for_display(bytes);
}

/// Where a line of more than longestLine is broken: after the last blank of the second half, else between two
/// characters.
qsizetype breakAt(const QString& text, qsizetype from, qsizetype room) {
    qsizetype end = from + room;
    for (qsizetype at = end; at > from + room / 2; --at) {
        if (text[at - 1] == QLatin1Char(' ')) {
            return at;
        }
    }
    while (end > from + 1 && (text[end].isLowSurrogate() || text[end].isMark())) {
        --end;
    }
    return end;
}

class LineBuilder {
public:
    explicit LineBuilder(std::vector<TextLine>& lines)
        : lines_(lines) {
        lines_.emplace_back();
    }

    void add(const QString& text, RunStyle style) {
        qsizetype at = 0;
        while (at < text.size()) {
            qsizetype end = text.indexOf(QLatin1Char('\n'), at);
            const bool newline = end >= 0;
            end = newline ? end : text.size();
            while (end - at > longestLine - length_) {
                const qsizetype room = longestLine - length_;
                const qsizetype part = room > 0 ? breakAt(text, at, room) : at;
                put(text.mid(at, part - at), style);
                at = part;
                next(true);
            }
            put(text.mid(at, end - at), style);
            at = end;
            if (newline) {
                next(false);
                ++at;
            }
        }
    }

private:
    void put(const QString& text, RunStyle style) {
        if (!text.isEmpty()) {
            lines_.back().runs.push_back({text, style});
            length_ += text.size();
        }
    }
    void next(bool continues) {
        lines_.emplace_back();
        lines_.back().continues = continues;
        length_ = 0;
    }

    std::vector<TextLine>& lines_;
    qsizetype length_ = 0;
};

RunStyle styleOf(text::DiffOp op) {
    switch (op) {
    case text::DiffOp::added:
        return RunStyle::added;
    case text::DiffOp::removed:
        return RunStyle::removed;
    case text::DiffOp::same:
        break;
    }
    return RunStyle::plain;
}

} // namespace

QString SafeText::plain() const {
    QString all;
    bool first = true;
    for (const TextLine& line : lines) {
        if (!first && !line.continues) {
            all += QLatin1Char('\n');
        }
        first = false;
        for (const TextRun& run : line.runs) {
            if (run.style != RunStyle::removed && run.style != RunStyle::gap) {
                all += run.text;
            }
        }
    }
    return all;
}

SafeText safeText(std::string_view bytes, TextForm form, std::size_t most) {
    SafeText result;
    const std::string_view part = beginning(bytes, most);
    result.bytes = bytes.size();
    result.shown = part.size();
    result.cut = part.size() < bytes.size();
    result.words = text::word_count(part);
    LineBuilder(result.lines).add(QString::fromStdString(prepared(part, form)), RunStyle::plain);
    return result;
}

SafeText safeDiff(std::string_view before, std::string_view after, TextForm form, std::size_t most,
                  const std::stop_token& stop) {
    SafeText result;
    const std::string_view part = beginning(after, most);
    const text::WordDiff diff =
        text::word_diff(prepared(beginning(before, most), form), prepared(part, form), stop);
    if (diff.stopped) {
        return result;
    }
    result.bytes = after.size();
    result.shown = part.size();
    result.cut = part.size() < after.size();
    result.words = text::word_count(part);
    result.coarse = diff.coarse;
    result.compared = true;
    LineBuilder builder(result.lines);
    bool afterRemoved = false;
    for (const text::DiffPart& piece : diff.parts) {
        const QString shown = QString::fromStdString(piece.text);
        if (afterRemoved && piece.op == text::DiffOp::added && !shown.front().isSpace()) {
            builder.add(QStringLiteral("\u2005"), RunStyle::gap); // a quarter of an em
        }
        builder.add(shown, styleOf(piece.op));
        afterRemoved = piece.op == text::DiffOp::removed && !shown.back().isSpace();
    }
    return result;
}

QString safeLine(std::string_view bytes) {
    constexpr std::size_t most = 1200; // bytes; 300 characters of four
    return QString::fromStdString(text::for_display(beginning(bytes, most))).simplified().left(300);
}

} // namespace tiebreak::items
