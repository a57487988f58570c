// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/endpoint.h"
#include "domain/error.h"
#include "runs/call_key.h"
#include "runs/execution.h"
#include "store/batches.h"
#include "store/responses.h"
#include "workbench/batch.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <unordered_map>

namespace tiebreak::workbench {

using domain::Error;
using domain::ErrorKind;
using domain::FailureKind;
using formats::BatchResult;

namespace {

constexpr std::size_t lines_a_commit = 500;
constexpr std::size_t most_bad_shown = 100;
/// A line longer than this is no reply of a model.
constexpr std::size_t longest_line = std::size_t{64} << 20U;

std::ifstream open(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in || std::filesystem::is_directory(file)) {
        throw Error(ErrorKind::file, "the file cannot be read", file.string(), "check its name");
    }
    return in;
}

std::string state_of(const BatchResult& result, const domain::Answer& answer) {
    switch (result.kind) {
    case BatchResult::Kind::expired:
        return "expired";
    case BatchResult::Kind::canceled:
        return "canceled";
    default:
        return answer.failure == FailureKind::none ? "answered" : "errored";
    }
}

/// The result as a live call would have brought it: the same reader of replies.
domain::Answer answer_of(const BatchResult& result, domain::Api api) {
    client::TransferResult transfer;
    transfer.status = result.status;
    transfer.body = result.body;
    domain::Answer answer = client::read_reply(api, transfer, nullptr);
    if (result.kind == BatchResult::Kind::errored && answer.failure == FailureKind::none) {
        answer.failure = FailureKind::server;
        answer.text.clear();
    }
    if (!result.detail.empty() && answer.failure != FailureKind::none) {
        answer.failure_detail = result.detail;
    }
    answer.latency_ms.reset(); // nobody measured it
    answer.ttft_ms.reset();
    return answer;
}

/// One pass over the files: what came back is stored under its call's key.
class Intake {
public:
    Intake(store::Project& project, BatchImport& result)
        : project_(project)
        , result_(result) {}

    void read(const std::filesystem::path& file, const std::stop_token& stop) {
        std::ifstream in = open(file);
        std::string line;
        std::int64_t number = 0;
        while (!stop.stop_requested() && std::getline(in, line)) {
            ++number;
            if (line.find_first_not_of(" \t\r\xef\xbb\xbf") == std::string::npos) {
                continue;
            }
            ++result_.lines;
            try {
                if (line.size() > longest_line) {
                    throw Error(ErrorKind::format, "a line of more than 64 MB");
                }
                pending_.push_back(formats::read_batch_result(line));
            } catch (const Error& error) {
                ++result_.bad_lines;
                if (result_.bad.size() < most_bad_shown) {
                    result_.bad.push_back({file.string(), number, error.what_happened()});
                }
            }
            if (pending_.size() == lines_a_commit) {
                store_pending();
            }
        }
        if (in.bad()) {
            throw Error(ErrorKind::file, "the file cannot be read to its end", file.string(), "");
        }
        store_pending();
    }

private:
    void store_pending() {
        project_.writer().run([&](store::Connection& c) {
            for (const BatchResult& result : pending_) {
                take(c, result);
            }
        });
        pending_.clear();
    }

    void take(store::Connection& c, const BatchResult& result) {
        const auto line = store::batch_line(c, result.custom_id);
        if (!line) {
            ++result_.strangers;
            return;
        }
        if (std::ranges::find(result_.runs, line->run) == result_.runs.end()) {
            result_.runs.push_back(line->run);
        }
        if (result.kind == BatchResult::Kind::expired || result.kind == BatchResult::Kind::canceled) {
            const std::string state = state_of(result, {});
            ++result_.failed[state];
            if (line->state != "answered") {
                store::set_batch_line_state(c, result.custom_id, state);
            }
            return;
        }
        const domain::Candidate& model = model_of(c, line->model);
        const domain::Answer answer = answer_of(result, model.api);
        const auto known = store::find_call(c, line->key);
        if (known && known->failure == FailureKind::none) {
            ++result_.known;
            return;
        }
        (void)store::save_call(c, line->key, line->model, answer, runs::cost_of(answer, model.price));
        const std::string state = state_of(result, answer);
        store::set_batch_line_state(c, result.custom_id, state);
        if (answer.failure == FailureKind::none) {
            ++result_.answered;
        } else {
            ++result_.failed[domain::to_string(answer.failure)];
        }
    }

    const domain::Candidate& model_of(store::Connection& c, domain::CandidateRevisionId revision) {
        const auto found = models_.find(revision);
        return found != models_.end()
                   ? found->second
                   : models_.emplace(revision, store::candidate_revision(c, revision).candidate)
                         .first->second;
    }

    store::Project& project_;
    BatchImport& result_;
    std::vector<BatchResult> pending_;
    std::unordered_map<domain::CandidateRevisionId, domain::Candidate> models_;
};

} // namespace

bool holds_batch_results(const std::filesystem::path& file) {
    std::ifstream in = open(file);
    std::string line;
    while (std::getline(in, line)) {
        if (line.find_first_not_of(" \t\r\xef\xbb\xbf") != std::string::npos) {
            return formats::detect_batch_results(line).has_value();
        }
    }
    return false;
}

BatchImport import_batch(store::Project& project, client::ModelClient& client,
                         const std::vector<std::filesystem::path>& files, const std::stop_token& stop) {
    for (const std::filesystem::path& file : files) {
        if (!holds_batch_results(file)) {
            throw Error(ErrorKind::format, "the file holds no batch results", file.string(),
                        "name the file that the service gave back, a result a line");
        }
    }
    BatchImport result;
    Intake intake(project, result);
    for (const std::filesystem::path& file : files) {
        intake.read(file, stop);
    }
    for (const domain::RunId run : result.runs) {
        runs::ExecutionOptions options;
        options.selection.nothing = true;
        const runs::Progress progress = runs::execute(project, client, run, options, stop);
        if (progress.phase == runs::Progress::Phase::failed) {
            result.notes.push_back(fmt::format("run {}: the answers are stored, but not taken over yet ({})",
                                               progress.run_name, progress.message));
        }
    }
    return result;
}

} // namespace tiebreak::workbench
