// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/response.h"
#include "store/judgings.h"
#include "store/responses.h"
#include "tests/store/temp_project.h"

#include <functional>
#include <string>
#include <vector>

namespace tiebreak::workbench {

using store::Connection;

/// A project that tests fill through the store's own functions: items x candidates with an answer each unless
/// told otherwise.
class JudgedProject {
public:
    store::TempFolder folder;
    store::Project project{folder / "judged.tiebreak", store::Project::Open::create};
    std::vector<store::StoredItem> items;
    std::vector<store::CandidateRow> candidates;
    domain::RunId run;
    /// responses[c][i]; not stored where there is none
    std::vector<std::vector<domain::ResponseId>> responses;

    struct Options {
        std::string baseline;
        /// The answer of candidate c to item i; nothing: there is none.
        std::function<std::optional<std::string>(std::size_t c, std::size_t i)> answer;
    };

    void write(const std::function<void(Connection&)>& work) { project.writer().run(work); }

    void make(const std::vector<domain::Item>& set, const std::vector<domain::Candidate>& models,
              const Options& options = {}) {
        write([&](Connection& c) {
            domain::EvalSetRevisionId eval_set;
            if (!set.empty()) {
                eval_set = store::save_eval_set(c, "set", set, "set.jsonl");
                items = store::items(c, eval_set);
            }
            std::vector<domain::CandidateRevisionId> revisions;
            for (const domain::Candidate& model : models) {
                candidates.push_back(store::save_candidate(c, store::Role::candidate, model));
                revisions.push_back(candidates.back().revision);
            }
            run = store::create_run(
                c, {"the run", eval_set, std::string(64, 'a'), "{}", options.baseline, revisions});
            store::set_run_status(c, run, store::WorkStatus::running);
            responses.assign(models.size(), std::vector<domain::ResponseId>(items.size()));
            for (std::size_t m = 0; m < models.size(); ++m) {
                for (std::size_t i = 0; i < items.size(); ++i) {
                    const auto text = options.answer
                                          ? options.answer(m, i)
                                          : "answer " + std::to_string(m) + "-" + std::to_string(i);
                    if (text) {
                        responses[m][i] = store::import_response(c, run, items[i].revision, revisions[m], 1,
                                                                 1, {*text, "", {}, {}, "f", 1});
                    }
                }
            }
        });
    }

    domain::JudgingId judging(const std::string& name, domain::Protocol protocol, const std::string& kind,
                              const std::string& judge, int repeats = 1) {
        domain::JudgingId id;
        write([&](Connection& c) {
            store::JudgingRow row;
            row.run = run;
            row.name = name;
            row.protocol = protocol;
            row.repeats = repeats;
            row.settings = "{}";
            row.settings_hash = std::string(64, '1');
            row.judges = {{kind, judge, {}}};
            id = store::create_judging(c, row);
            store::set_judging_status(c, id, store::WorkStatus::finished);
        });
        return id;
    }

    struct Scored {
        std::size_t candidate = 0;
        std::optional<double> score;
        std::string comment;
    };
    /// One prompt that showed the answers in this order, read as given.
    void joint(Connection& c, domain::JudgingId judging, std::size_t item, int repeat,
               const std::vector<Scored>& order) {
        const domain::UnitId unit = shown(c, judging, item, repeat, 0, order);
        store::NewParse parse;
        for (const Scored& scored : order) {
            parse.verdicts.push_back(
                {responses[scored.candidate][item], {}, "", scored.score, "", scored.comment});
        }
        store::add_parse(c, store::add_reply(c, unit, {{}, "raw", false}), parse);
    }
    /// One prompt whose reply could not be read, or never came.
    void unread(Connection& c, domain::JudgingId judging, std::size_t item, int repeat,
                const std::vector<Scored>& order, store::ParseStatus status, const std::string& reason) {
        const domain::UnitId unit = shown(c, judging, item, repeat, 0, order);
        const bool came = status == store::ParseStatus::parse_failure;
        store::add_parse(
            c,
            store::add_reply(c, unit, {{}, came ? std::optional<std::string>("raw") : std::nullopt, false}),
            {1, status, reason, {}});
    }
    /// One application of a scorer.
    void scored(Connection& c, domain::JudgingId judging, std::size_t candidate, std::size_t item,
                std::optional<double> score) {
        const domain::UnitId unit =
            shown(c, judging, item, 1, static_cast<int>(candidate), {{candidate, score, ""}});
        store::NewParse parse;
        if (score) {
            parse.verdicts.push_back({responses[candidate][item], {}, "", score, "", ""});
        } else {
            parse.status = store::ParseStatus::not_judged;
        }
        store::add_parse(c, store::add_reply(c, unit, {}), parse);
    }

private:
    domain::UnitId shown(Connection& c, domain::JudgingId judging, std::size_t item, int repeat, int group,
                         const std::vector<Scored>& order) {
        store::UnitRow unit;
        unit.item = items[item].revision;
        unit.repeat = repeat;
        unit.group = group;
        int position = 0;
        for (const Scored& scored : order) {
            unit.positions.push_back({++position, responses[scored.candidate][item], false});
        }
        return store::save_unit(c, judging, unit);
    }
};

inline domain::Candidate model(const std::string& name, std::optional<double> loss = {},
                               const std::string& loss_set = "val", const std::string& tokenizer = "gpt2") {
    domain::Candidate candidate;
    candidate.name = name;
    candidate.test_loss.value = loss;
    if (loss) {
        candidate.test_loss.loss_set = loss_set;
        candidate.test_loss.tokenizer = tokenizer;
    }
    return candidate;
}

inline std::vector<domain::Item> plain_items(std::size_t n) {
    std::vector<domain::Item> items;
    for (std::size_t i = 0; i < n; ++i) {
        items.push_back(store::item_of("i" + std::to_string(i), "Say " + std::to_string(i), "ref"));
    }
    return items;
}

} // namespace tiebreak::workbench
