// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/endpoint.h"
#include "domain/error.h"
#include "runs/ask_plan.h"
#include "runs/judge_questions.h"
#include "store/batches.h"
#include "store/judgings.h"
#include "text/nearest.h"
#include "workbench/batch.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

namespace tiebreak::workbench {

using domain::Error;
using domain::ErrorKind;
using formats::BatchService;

namespace {

/// Rows of one transaction: other writers need not wait long.
constexpr std::size_t lines_a_commit = 2'000;

/// What stands for a call in a batch: the beginning of its key, letters and digits as every service takes.
std::string custom_id(const std::string& key) {
    constexpr std::size_t digits = 48;
    return key.substr(0, digits);
}

/// A name of a person's as part of a file's name.
std::string file_part(const std::string& name) {
    std::string part;
    for (const char c : name) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           c == '-' || c == '.';
        part += plain ? c : '_';
    }
    constexpr std::size_t longest = 60;
    part.resize(std::min(part.size(), longest));
    return part.empty() || part.front() == '.' ? "batch" + part : part;
}

/// The files of one model's batch. What is not finished is removed.
class Files {
public:
    Files(std::filesystem::path folder, std::string name, BatchService service, BatchExport& result)
        : folder_(std::move(folder))
        , name_(std::move(name))
        , service_(service)
        , form_(service)
        , result_(result) {}
    ~Files() {
        if (file_) {
            file_.reset();
            std::error_code ignored;
            std::filesystem::remove(path_, ignored);
        }
    }
    Files(const Files&) = delete;
    Files& operator=(const Files&) = delete;

    void add(const std::string& model, const formats::BatchRequest& request) {
        if (!form_.fits(request)) {
            finish();
        }
        if (!file_) {
            open(model);
        }
        write(form_.add(request));
        ++result_.files.back().requests;
        ++result_.requests;
    }

    void finish() {
        if (!file_) {
            return;
        }
        write(form_.finish());
        if (std::fclose(file_.release()) != 0) {
            fail(errno);
        }
    }

private:
    void open(const std::string& model) {
        const bool lines = service_ == BatchService::openai;
        path_ = folder_ / fmt::format("{}-{:03}.{}", name_, ++number_, lines ? "jsonl" : "json");
        file_.reset(std::fopen(path_.c_str(), "wxb"));
        if (!file_) {
            fail(errno);
        }
        result_.files.push_back({path_, model, 0, 0});
    }
    void write(const std::string& bytes) {
        if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) {
            fail(errno);
        }
        result_.files.back().bytes += static_cast<std::int64_t>(bytes.size());
    }
    [[noreturn]] void fail(int error) const {
        throw Error(ErrorKind::file, std::generic_category().message(error), path_.string(),
                    error == EEXIST ? "name another folder: nothing is overwritten" : "");
    }

    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    std::filesystem::path folder_;
    std::string name_;
    BatchService service_;
    formats::BatchFileForm form_;
    BatchExport& result_;
    std::filesystem::path path_;
    int number_ = 0;
    std::unique_ptr<std::FILE, Close> file_;
};

/// The service whose form a model's API has; nothing where none has.
std::optional<BatchService> service_of(domain::Api api) {
    switch (api) {
    case domain::Api::openai_chat:
    case domain::Api::openai_completions:
        return BatchService::openai;
    case domain::Api::anthropic:
        return BatchService::anthropic;
    default:
        return std::nullopt;
    }
}

/// Writes calls of one model and remembers which they are.
class Batch {
public:
    Batch(store::Project& project, const ExportBatch& wanted, const store::BatchRow& row,
          const std::string& name, BatchService service, BatchExport& result)
        : project_(project)
        , files_(wanted.folder, name, service, result)
        , uid_(project.writer().run([&](store::Connection& c) { return store::create_batch(c, row); })) {}

    void add(const client::ModelCall& call, const std::string& key) {
        client::ModelCall whole = call;
        auto model = std::make_shared<domain::Candidate>(*call.model);
        model->endpoint.stream = false; // a batch brings whole replies
        whole.model = model;
        client::Transfer transfer = client::render_request(whole);
        const std::string id = custom_id(key);
        const bool chat = model->api == domain::Api::openai_chat;
        files_.add(model->name,
                   {id, chat ? "/v1/chat/completions" : "/v1/completions", std::move(transfer.body)});
        lines_.emplace_back(id, key);
        if (lines_.size() == lines_a_commit) {
            commit();
        }
    }
    void finish() {
        files_.finish();
        commit();
    }

private:
    void commit() {
        project_.writer().run([&](store::Connection& c) {
            for (const auto& [id, key] : lines_) {
                store::add_batch_line(c, uid_, id, key);
            }
        });
        lines_.clear();
    }

    store::Project& project_;
    Files files_;
    std::string uid_;
    std::vector<std::pair<std::string, std::string>> lines_;
};

/// The service to write for, or nothing and a note why the model is left out.
std::optional<BatchService> choose(const ExportBatch& wanted, const domain::Candidate& model,
                                   BatchExport& result) {
    const auto fits = service_of(model.api);
    if (!fits) {
        result.notes.push_back(
            fmt::format("{}: no batch service speaks {}", model.name, domain::to_string(model.api)));
    } else if (wanted.service && *wanted.service != *fits) {
        result.notes.push_back(fmt::format("{}: its API is {}, whose batches are {}'s", model.name,
                                           domain::to_string(model.api), formats::to_string(*fits)));
    } else {
        return fits;
    }
    return std::nullopt;
}

void export_answers(store::Project& project, const ExportBatch& wanted, const store::RunRow& run,
                    BatchExport& result) {
    const runs::AskPlan plan =
        project.read([&](store::Connection& c) { return runs::read_ask_plan(c, run); });
    std::vector<std::vector<std::size_t>> jobs(plan.candidates.size());
    for (std::size_t i = 0; i < plan.jobs.size(); ++i) {
        jobs[plan.jobs[i].candidate].push_back(i);
    }
    for (std::size_t c = 0; c < plan.candidates.size(); ++c) {
        const domain::Candidate& model = plan.candidates[c].candidate;
        if (model.api == domain::Api::recorded || jobs[c].empty()) {
            result.stored += plan.stored[c];
            continue;
        }
        const auto service = choose(wanted, model, result);
        if (!service) {
            continue;
        }
        result.stored += plan.stored[c];
        Batch batch(project, wanted,
                    {{},
                     run.id,
                     {},
                     plan.candidates[c].revision,
                     formats::to_string(*service),
                     static_cast<std::int64_t>(jobs[c].size()),
                     0,
                     0},
                    file_part(run.name) + "-" + file_part(model.name), *service, result);
        for (const std::size_t job : jobs[c]) {
            const client::ModelCall call = plan.call(job);
            batch.add(call, plan.key(plan.jobs[job], call));
        }
        batch.finish();
    }
}

const store::JudgingRow& judging_named(const std::vector<store::JudgingRow>& judgings,
                                       const std::string& name) {
    std::vector<std::string> names;
    for (const store::JudgingRow& judging : judgings) {
        if (judging.name == name) {
            return judging;
        }
        names.push_back(judging.name);
    }
    throw Error(ErrorKind::usage, "the run has no judging \"" + name + "\"", "--judging",
                text::did_you_mean(name, names));
}

void export_judging(store::Project& project, const ExportBatch& wanted, const store::RunRow& run,
                    BatchExport& result) {
    const store::Project::Reader reader = project.reader();
    const std::vector<store::JudgingRow> judgings = store::judgings(*reader, run.id);
    const store::JudgingRow& judging = judging_named(judgings, wanted.judging);
    if (judging.judges.empty() || judging.judges.front().kind != "endpoint") {
        throw Error(ErrorKind::usage, "it is not judged by a model, so there is nothing to ask",
                    "judging " + judging.name, "run it: scorers and recorded replies cost nothing");
    }
    const runs::AskPlan plan = runs::read_ask_plan(*reader, run);
    if (!plan.jobs.empty()) {
        throw Error(
            ErrorKind::usage,
            fmt::format("{} answers are still to come, and a judging needs them all", plan.jobs.size()),
            "run " + run.name, "bring the answers in first, or go on without those that failed");
    }
    const runs::JudgeQuestions questions = runs::read_judge_questions(*reader, run, judging);
    std::vector<bool> known(questions.remaining.units.size(), false);
    for (const auto& [index, call] : questions.answered_before(*reader)) {
        known[index] = true;
    }
    result.stored = questions.remaining.read + questions.remaining.parse_failures +
                    std::ranges::count(known, true);
    // A batch goes to one model: each judge of a panel has its own.
    for (std::size_t j = 0; j < questions.judges.size(); ++j) {
        std::vector<const judging::Unit*> units;
        for (std::size_t i = 0; i < questions.remaining.units.size(); ++i) {
            const judging::Unit& unit = questions.remaining.units[i];
            // Nobody is asked whether identical answers tie.
            if (!known[i] && !unit.identical && static_cast<std::size_t>(unit.judge) == j) {
                units.push_back(&unit);
            }
        }
        const auto service = units.empty() ? std::nullopt : choose(wanted, questions.judges[j].candidate, result);
        if (!service) {
            continue;
        }
        const std::string of_panel =
            questions.judges.size() > 1 ? "-" + file_part(questions.judges[j].candidate.name) : "";
        Batch batch(project, wanted,
                    {{},
                     run.id,
                     judging.id,
                     questions.judges[j].revision,
                     formats::to_string(*service),
                     static_cast<std::int64_t>(units.size()),
                     0,
                     0},
                    file_part(run.name) + "-judging-" + file_part(judging.name) + of_panel, *service, result);
        const auto model = std::make_shared<const domain::Candidate>(questions.judges[j].candidate);
        for (const judging::Unit* unit : units) {
            client::ModelCall call;
            call.model = model;
            call.messages = questions.messages(*reader, *unit);
            batch.add(call, questions.key(*unit, call.messages));
        }
        batch.finish();
    }
}

} // namespace

BatchExport export_batch(store::Project& project, const ExportBatch& wanted) {
    const store::RunRow run = project.read([&](store::Connection& c) { return store::run(c, wanted.run); });
    std::error_code error;
    std::filesystem::create_directories(wanted.folder, error);
    if (error) {
        throw Error(ErrorKind::file, error.message(), wanted.folder.string(), "name a folder to write to");
    }
    BatchExport result;
    if (wanted.judging.empty()) {
        export_answers(project, wanted, run, result);
    } else {
        export_judging(project, wanted, run, result);
    }
    if (result.requests == 0) {
        throw Error(ErrorKind::usage, "nothing is left that could go out as a batch", "run " + run.name,
                    result.notes.empty() ? "" : result.notes.front());
    }
    return result;
}

} // namespace tiebreak::workbench
