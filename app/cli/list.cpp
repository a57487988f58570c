// SPDX-License-Identifier: GPL-3.0-or-later
// tiebreak-cli list: what a project holds.
#include "app/cli/columns.h"
#include "app/cli/command.h"
#include "app/cli/errors.h"
#include "app/cli/output.h"
#include "judging/rubrics.h"
#include "store/judgings.h"
#include "store/project.h"
#include "store/responses.h"
#include "store/rubrics.h"
#include "workbench/run_frame.h"
#include "workbench/wording.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace tiebreak::cli {

namespace {

using Json = nlohmann::ordered_json;
using workbench::thousands;

struct Options {
    std::string file;
    std::string what;
    bool json = false;
};

/// One kind of thing, for people and for programs.
struct Listing {
    const char* title;
    const char* key;
    Json rows = Json::array();
    Columns table;
};

Json time_or_null(const std::optional<std::int64_t>& ms) {
    return ms ? Json(workbench::iso_time(*ms)) : Json(nullptr);
}

Json number_or_null(const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Listing list_runs(store::Connection& connection) {
    Listing list{
        "Runs",
        "runs",
        Json::array(),
        {"name", "eval set", ">items", ">candidates", ">answers", ">failed", "status", "created", "id"}};
    for (const store::RunRow& run : store::runs(connection)) {
        const store::ResponseCounts counts = store::response_counts(connection, run.id);
        const std::size_t candidates = store::run_candidates(connection, run.id).size();
        const std::string status = store::to_string(run.status);
        list.rows.push_back({{"id", run.uid},
                             {"name", run.name},
                             {"eval_set", run.eval_set_name},
                             {"items", run.items},
                             {"candidates", candidates},
                             {"judgings", store::judgings(connection, run.id).size()},
                             {"responses", counts.answered},
                             {"failed", counts.failed},
                             {"status", status},
                             {"created", time_or_null(run.created)},
                             {"started", time_or_null(run.started)},
                             {"finished", time_or_null(run.finished)}});
        list.table.add({run.name, run.eval_set_name, thousands(run.items),
                        thousands(static_cast<std::int64_t>(candidates)), thousands(counts.answered),
                        thousands(counts.failed), status, workbench::minute_of(run.created),
                        run.uid.substr(0, 8)});
    }
    return list;
}

Listing list_eval_sets(store::Connection& connection) {
    Listing list{"Eval sets", "eval_sets", Json::array(), {"name", ">items", ">revision", "from", "created"}};
    for (const store::EvalSetRow& set : store::eval_sets(connection)) {
        list.rows.push_back({{"id", set.uid},
                             {"name", set.name},
                             {"items", set.items},
                             {"revisions", set.revisions},
                             {"source", set.source},
                             {"created", time_or_null(set.created)}});
        list.table.add({set.name, thousands(set.items), std::to_string(set.revisions), set.source,
                        workbench::minute_of(set.created)});
    }
    return list;
}

void add_rubric(Listing& list, const domain::Rubric& rubric, const std::string& id, int revision) {
    list.rows.push_back({{"id", id.empty() ? Json(nullptr) : Json(id)},
                         {"name", rubric.name},
                         {"revision", revision},
                         {"scale", {rubric.scale_min, rubric.scale_max}},
                         {"criteria", rubric.criteria}});
    list.table.add({rubric.name, revision == 0 ? "built in" : std::to_string(revision),
                    fmt::format("{:g} to {:g}", rubric.scale_min, rubric.scale_max), rubric.criteria});
}

Listing list_rubrics(store::Connection& connection) {
    Listing list{"Rubrics", "rubrics", Json::array(), {"name", "revision", "scale", "criteria"}};
    const std::vector<store::RubricRow> stored = store::rubrics(connection);
    for (const store::RubricRow& row : stored) {
        add_rubric(list, row.rubric, row.uid, row.number);
    }
    for (const domain::Rubric& rubric : judging::builtin_rubrics()) {
        if (!store::find_rubric(connection, rubric.name)) {
            add_rubric(list, rubric, "", 0);
        }
    }
    return list;
}

Listing list_candidates(store::Connection& connection) {
    Listing list{"Candidates",
                 "candidates",
                 Json::array(),
                 {"name", "API", "model or file", ">revision", ">test loss", ">SE", "loss set"}};
    for (const store::CandidateRow& row : store::candidates(connection, store::Role::candidate)) {
        const domain::Candidate& c = row.candidate;
        Json tags = Json::object();
        for (const auto& [tag, value] : c.tags) {
            tags[tag] = value;
        }
        list.rows.push_back({{"id", row.revision_uid},
                             {"name", c.name},
                             {"api", domain::to_string(c.api)},
                             {"model", c.model},
                             {"base_url", c.endpoint.base_url},
                             {"responses", c.responses_path},
                             {"revision", row.number},
                             {"fingerprint", c.fingerprint},
                             {"test_loss", number_or_null(c.test_loss.value)},
                             {"test_loss_se", number_or_null(c.test_loss.se)},
                             {"loss_set", c.test_loss.loss_set},
                             {"tokenizer", c.test_loss.tokenizer},
                             {"tags", tags}});
        const auto loss = [](const std::optional<double>& value) {
            return value ? fmt::format("{:g}", *value) : std::string();
        };
        list.table.add({c.name, domain::to_string(c.api), c.model.empty() ? c.responses_path : c.model,
                        std::to_string(row.number), loss(c.test_loss.value), loss(c.test_loss.se),
                        c.test_loss.loss_set});
    }
    return list;
}

Listing list_judgings(store::Connection& connection) {
    Listing list{"Judgings",
                 "judgings",
                 Json::array(),
                 {"run", "name", "protocol", "judge", ">repeats", ">seed", "status"}};
    for (const store::RunRow& run : store::runs(connection)) {
        for (const store::JudgingRow& row : store::judgings(connection, run.id)) {
            const std::string judge = workbench::judge_names(row);
            list.rows.push_back({{"id", row.uid},
                                 {"run", run.name},
                                 {"run_id", run.uid},
                                 {"name", row.name},
                                 {"protocol", domain::to_string(row.protocol)},
                                 {"judge", judge},
                                 {"repeats", row.repeats},
                                 {"seed", row.seed},
                                 {"status", store::to_string(row.status)},
                                 {"created", time_or_null(row.created)},
                                 {"finished", time_or_null(row.finished)}});
            list.table.add({run.name, row.name, domain::to_string(row.protocol), judge,
                            std::to_string(row.repeats), std::to_string(row.seed),
                            store::to_string(row.status)});
        }
    }
    return list;
}

struct Kind {
    const char* name;
    Listing (*read)(store::Connection&);
};
constexpr Kind kinds[] = {{"runs", list_runs},
                          {"eval-sets", list_eval_sets},
                          {"rubrics", list_rubrics},
                          {"candidates", list_candidates},
                          {"judgings", list_judgings}};

std::string as_text(const std::vector<Listing>& lists) {
    std::string text;
    for (const Listing& list : lists) {
        if (lists.size() > 1) {
            text += fmt::format("{}{}\n", text.empty() ? "" : "\n", list.title);
        }
        text += list.table.empty() ? "none\n" : list.table.text(40);
    }
    return text;
}

Json as_json(const std::vector<Listing>& lists) {
    if (lists.size() == 1) {
        return lists.front().rows;
    }
    Json document = Json::object();
    for (const Listing& list : lists) {
        document[list.key] = list.rows;
    }
    return document;
}

int list(Context& context, const Options& options) {
    store::Project project(options.file, store::Project::Open::existing);
    std::vector<Listing> lists;
    project.read([&](store::Connection& connection) {
        for (const Kind& kind : kinds) {
            if (options.what.empty() || options.what == kind.name) {
                lists.push_back(kind.read(connection));
            }
        }
    });
    if (options.json) {
        context.out.result_json(as_json(lists));
    } else {
        context.out.result(as_text(lists));
    }
    return ExitCode::done;
}

} // namespace

void add_list(CLI::App& program, Action& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = program.add_subcommand("list", "What a project holds");
    command->add_option("FILE", options->file, "Project file")->required()->type_name("");
    std::vector<std::string> names;
    for (const Kind& kind : kinds) {
        names.emplace_back(kind.name);
    }
    command
        ->add_option("WHAT", options->what,
                     "runs, eval-sets, rubrics, candidates or judgings; all unless told")
        ->type_name("WHAT")
        ->check(CLI::IsMember(names));
    command->add_flag("--json", options->json, "A JSON list; an object of lists where all is listed");
    command->callback(
        [options, &chosen] { chosen = [options](Context& context) { return list(context, *options); }; });
}

} // namespace tiebreak::cli
