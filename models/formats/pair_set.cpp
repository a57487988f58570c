// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/pair_set.h"

#include "domain/error.h"
#include "formats/raw_rows.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <tuple>

namespace tiebreak::formats {

namespace {

enum class Kind { llmbar, pandalm, auto_j, judge_bench, mt_bench, reward_bench };

struct Form {
    Kind kind;
    const char* name;
    std::vector<const char*> keys; ///< all of them have to be there
};

const std::vector<Form>& forms() {
    static const std::vector<Form> all{
        {Kind::judge_bench, "JudgeBench", {"question", "response_A", "response_B", "label"}},
        {Kind::auto_j, "Auto-J", {"prompt", "response 1", "response 2", "label"}},
        {Kind::pandalm, "PandaLM", {"instruction", "response1", "response2", "annotator1"}},
        {Kind::mt_bench,
         "MT-Bench human judgments",
         {"model_a", "model_b", "winner", "conversation_a", "conversation_b"}},
        {Kind::reward_bench, "RewardBench", {"prompt", "chosen", "rejected", "subset"}},
        {Kind::llmbar, "LLMBar", {"input", "output_1", "output_2", "label"}},
    };
    return all;
}

std::string text_of(const Json& row, const char* key) {
    const auto found = row.find(key);
    return found == row.end() ? std::string{} : scalar_text(*found).value_or(std::string{});
}

/// The side a value names by a set's own code; nothing where it names none.
std::optional<int> side_of(const std::string& value, const char* first, const char* tie, const char* second) {
    return value == first    ? std::optional(1)
           : value == tie    ? std::optional(0)
           : value == second ? std::optional(-1)
                             : std::nullopt;
}

/// The last answer of a conversation, and everything that was asked.
struct Conversation {
    std::string asked;
    std::string answer;
};
std::optional<Conversation> conversation_of(const Json& row, const char* key) {
    const auto found = row.find(key);
    if (found == row.end() || !found->is_array()) {
        return std::nullopt;
    }
    Conversation conversation;
    for (const Json& message : *found) {
        if (!message.is_object()) {
            return std::nullopt;
        }
        const std::string content = text_of(message, "content");
        if (text_of(message, "role") == "assistant") {
            conversation.answer += (conversation.answer.empty() ? "" : "\n\n") + content;
        } else {
            conversation.asked += (conversation.asked.empty() ? "" : "\n\n") + content;
        }
    }
    return conversation;
}

class Reader {
public:
    explicit Reader(Kind kind)
        : kind_(kind) {}

    void add(const RawRow& row, PairSet& set) {
        if (!row.why.empty() || !row.value.is_object()) {
            set.bad.push_back(
                {row.line, row.why.empty() ? "expected an object, found " + kind_of(row.value) : row.why});
            return;
        }
        LabelledPair pair;
        pair.line = row.line;
        std::string why;
        read(row.value, pair, why);
        if (why.empty() && pair.item.instruction.empty()) {
            why = "no question";
        }
        if (why.empty() && pair.labels.empty()) {
            why = "no label that names a side";
        }
        if (!why.empty()) {
            set.bad.push_back({row.line, why});
            return;
        }
        const auto key = std::tuple(pair.item.instruction, pair.item.input, pair.first, pair.second);
        const auto known = known_.find(key);
        if (known != known_.end() && strangers(set.pairs[known->second].labels, pair.labels)) {
            std::vector<PairLabel>& labels = set.pairs[known->second].labels;
            labels.insert(labels.end(), pair.labels.begin(), pair.labels.end());
        } else {
            known_[key] = set.pairs.size();
            set.pairs.push_back(std::move(pair));
        }
    }
    void close(PairSet& set) const {
        for (const auto& [label, n] : unread_) {
            set.unread.push_back({label.first, label.second, n});
        }
    }

private:
    /// Whether nobody labelled in both: who labels the same texts twice saw two cards.
    static bool strangers(const std::vector<PairLabel>& one, const std::vector<PairLabel>& other) {
        return std::ranges::none_of(one, [&](const PairLabel& label) {
            return std::ranges::find(other, label.annotator, &PairLabel::annotator) != other.end();
        });
    }

    void label(LabelledPair& pair, const std::string& annotator, const std::string& value,
               std::optional<int> side) {
        if (side) {
            pair.labels.push_back({annotator, *side});
        } else {
            ++unread_[{annotator, value}];
        }
    }

    void read(const Json& row, LabelledPair& pair, std::string& why) {
        switch (kind_) {
        case Kind::llmbar: {
            pair.item.instruction = text_of(row, "input");
            pair.first = text_of(row, "output_1");
            pair.second = text_of(row, "output_2");
            const std::string value = text_of(row, "label");
            label(pair, "LLMBar", value, side_of(value, "1", "0", "2"));
            return;
        }
        case Kind::pandalm:
            pair.item.external_id = text_of(row, "idx");
            pair.item.instruction = text_of(row, "instruction");
            pair.item.input = text_of(row, "input");
            pair.item.category = text_of(row, "motivation_app");
            pair.first = text_of(row, "response1");
            pair.second = text_of(row, "response2");
            for (const auto& [key, cell] : row.items()) {
                const std::string value = scalar_text(cell).value_or(std::string{});
                if (key.starts_with("annotator") && !value.empty()) {
                    label(pair, key, value, side_of(value, "1", "0", "2"));
                }
            }
            return;
        case Kind::auto_j: {
            pair.item.instruction = text_of(row, "prompt");
            pair.item.category = text_of(row, "scenario");
            pair.first = text_of(row, "response 1");
            pair.second = text_of(row, "response 2");
            const std::string value = text_of(row, "label");
            label(pair, "Auto-J", value, side_of(value, "0", "2", "1"));
            return;
        }
        case Kind::judge_bench: {
            pair.item.external_id = text_of(row, "pair_id");
            pair.item.instruction = text_of(row, "question");
            pair.item.category = text_of(row, "source");
            pair.first = text_of(row, "response_A");
            pair.second = text_of(row, "response_B");
            const std::string value = text_of(row, "label");
            label(pair, "JudgeBench", value, side_of(value, "A>B", "A=B", "B>A"));
            return;
        }
        case Kind::reward_bench:
            pair.item.external_id = text_of(row, "id");
            pair.item.instruction = text_of(row, "prompt");
            pair.item.category = text_of(row, "subset");
            pair.first = text_of(row, "chosen");
            pair.second = text_of(row, "rejected");
            pair.labels.push_back({"RewardBench", 1});
            return;
        case Kind::mt_bench:
            break;
        }
        auto first = conversation_of(row, "conversation_a");
        auto second = conversation_of(row, "conversation_b");
        if (!first || !second) {
            why = "a conversation is no list of messages";
            return;
        }
        const std::string turn = text_of(row, "turn");
        std::string name_a = text_of(row, "model_a");
        std::string name_b = text_of(row, "model_b");
        const std::string winner = text_of(row, "winner");
        std::optional<int> side = winner == "model_a"         ? std::optional(1)
                                  : winner == "model_b"       ? std::optional(-1)
                                  : winner.starts_with("tie") ? std::optional(0)
                                                              : std::nullopt;
        if (name_b < name_a) { // the same two answers, shown the other way round, are one pair
            std::swap(name_a, name_b);
            std::swap(first, second);
            side = side ? std::optional(-*side) : side;
        }
        pair.item.external_id = text_of(row, "question_id") + " " + name_a + " " + name_b + " turn " + turn;
        pair.item.instruction = first->asked;
        pair.item.category = "turn " + turn;
        pair.first = first->answer;
        pair.second = second->answer;
        const auto judge = row.find("judge");
        label(pair,
              judge == row.end() || judge->is_null() ? "judge" : scalar_text(*judge).value_or(judge->dump()),
              winner, side);
    }

    Kind kind_;
    std::map<std::tuple<std::string, std::string, std::string, std::string>, std::size_t> known_;
    std::map<std::pair<std::string, std::string>, std::size_t> unread_;
};

} // namespace

PairSet read_pair_set(std::string_view bytes, const std::string& where) {
    ReadOptions options;
    options.where = where;
    const RawRows raw = read_raw_rows(bytes, options);
    const auto first =
        std::ranges::find_if(raw.rows, [](const RawRow& row) { return row.value.is_object(); });
    const Form* form = nullptr;
    for (const Form& one : forms()) {
        const bool fits = first != raw.rows.end() && std::ranges::all_of(one.keys, [&](const char* key) {
                              return first->value.contains(key);
                          });
        form = form == nullptr && fits ? &one : form;
    }
    if (form == nullptr) {
        throw domain::Error(
            domain::ErrorKind::format, "this is no set of labelled pairs that is known", where,
            "known: LLMBar, PandaLM, Auto-J, JudgeBench, MT-Bench human judgments, RewardBench");
    }
    PairSet set;
    set.format = form->name;
    Reader reader(form->kind);
    for (const RawRow& row : raw.rows) {
        reader.add(row, set);
    }
    reader.close(set);
    return set;
}

} // namespace tiebreak::formats
