// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/batches.h"

#include "app/cli/errors.h"
#include "app/cli/interrupt.h"
#include "app/cli/output.h"
#include "client/model_client.h"
#include "domain/error.h"
#include "secrets/environment.h"
#include "store/runs.h"
#include "text/jsonl.h"
#include "workbench/batch.h"
#include "workbench/wording.h"

#include <fmt/format.h>

#include <fstream>

namespace tiebreak::cli {

using domain::Error;
using domain::ErrorKind;
using workbench::thousands;

namespace {

std::string format_of(formats::BatchService service) {
    return formats::to_string(service) + "-batch";
}

void check_format(const std::string& path, const std::string& format) {
    if (format.empty()) {
        return;
    }
    std::ifstream in(path, std::ios::binary);
    std::string line;
    while (std::getline(in, line) && !text::LineReader(line).next()) {
    }
    const auto service = formats::detect_batch_results(line);
    if (!service || format_of(*service) != format) {
        throw Error(ErrorKind::usage,
                    fmt::format("the content is {}, not {}",
                                service ? format_of(*service) : std::string("no batch result"), format),
                    path, "check the file, or leave --format out");
    }
}

} // namespace

int export_batches(Context& context, store::Project& project, domain::RunId run, const std::string& judging,
                   const std::string& folder, const std::string& service) {
    workbench::ExportBatch wanted;
    wanted.run = run;
    wanted.judging = judging;
    wanted.folder = folder;
    if (!service.empty()) {
        wanted.service = formats::batch_service_from_string(service);
        if (!wanted.service) {
            throw Error(ErrorKind::usage, "\"" + service + "\" is no batch service", "--format",
                        "write openai or anthropic; vLLM's run_batch reads openai");
        }
    }
    const workbench::BatchExport written = workbench::export_batch(project, wanted);
    for (const std::string& note : written.notes) {
        context.out.message("note: left out: " + note);
    }
    for (const workbench::BatchExport::File& file : written.files) {
        context.out.result(
            fmt::format("{}: {} requests to {}\n", file.path.string(), thousands(file.requests), file.model));
    }
    context.out.message(fmt::format("{} requests in {} file{}; {} calls are stored and stay here. Bring the "
                                    "results in with: tiebreak-cli import {} responses RESULTS…",
                                    thousands(written.requests), written.files.size(),
                                    written.files.size() == 1 ? "" : "s", thousands(written.stored),
                                    project.file().string()));
    return ExitCode::done;
}

bool are_batch_results(const std::vector<std::string>& paths, const std::string& format) {
    if (format == "openai-batch" || format == "anthropic-batch") {
        return true;
    }
    return format.empty() && !paths.empty() && workbench::holds_batch_results(paths.front());
}

int import_batches(Context& context, const std::string& file, const std::vector<std::string>& paths,
                   const std::string& format) {
    for (const std::string& path : paths) {
        check_format(path, format);
    }
    store::Project project(file, store::Project::Open::existing);
    secrets::Environment keys;
    client::ModelClient client(keys);
    Interrupt::Stoppable work(context.interrupt);
    const workbench::BatchImport in =
        workbench::import_batch(project, client, {paths.begin(), paths.end()}, work.token());
    for (const workbench::BatchImport::Bad& bad : in.bad) {
        context.out.message(fmt::format("{} line {} left out: {}", bad.file, bad.line, bad.why));
    }
    if (in.bad_lines > static_cast<std::int64_t>(in.bad.size())) {
        context.out.message(fmt::format("{} more lines could not be read",
                                        thousands(in.bad_lines - static_cast<std::int64_t>(in.bad.size()))));
    }
    if (in.strangers > 0) {
        context.out.message(fmt::format("{} results are of no batch that left this project: not stored",
                                        thousands(in.strangers)));
    }
    for (const auto& [kind, n] : in.failed) {
        context.out.message(fmt::format("failed: {} {}; still to be asked", thousands(n), kind));
    }
    for (const std::string& note : in.notes) {
        context.out.message("note: " + note);
    }
    context.out.result(fmt::format("{} answers brought in, {} were there before\n", thousands(in.answered),
                                   thousands(in.known)));
    if (context.interrupt.happened()) {
        return ExitCode::interrupted;
    }
    if (in.answered + in.known == 0) {
        throw Error(ErrorKind::format, "no result is an answer to this project's batches", paths.front(),
                    "name the results of files that `export FILE batch` wrote");
    }
    return in.failed.empty() && in.bad_lines == 0 ? ExitCode::done : ExitCode::work_failed;
}

} // namespace tiebreak::cli
