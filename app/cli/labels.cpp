// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/labels.h"

#include "app/cli/errors.h"
#include "app/cli/file_out.h"
#include "app/cli/output.h"
#include "app/cli/run_choice.h"
#include "domain/error.h"
#include "store/judgings.h"
#include "text/nearest.h"
#include "workbench/label_files.h"
#include "workbench/label_packet.h"
#include "workbench/wording.h"

#include <fmt/format.h>

namespace tiebreak::cli {

using domain::Error;
using domain::ErrorKind;

namespace {

domain::JudgingId judging_named(store::Project& project, domain::RunId run, const std::string& name) {
    if (name.empty()) {
        return {};
    }
    std::vector<std::string> names;
    for (const store::JudgingRow& judging :
         project.read([&](store::Connection& c) { return store::judgings(c, run); })) {
        if (judging.name == name) {
            return judging.id;
        }
        names.push_back(judging.name);
    }
    throw Error(ErrorKind::usage, fmt::format("the run has no judging \"{}\"", name), "--judging",
                text::did_you_mean(name, names));
}

workbench::LabelChoice choice_of(const std::string& ask) {
    workbench::LabelChoice choice;
    if (ask == "random") {
        choice.random_only = true;
    } else if (ask == "rank") {
        choice.mode = store::LabelMode::rank;
    } else if (ask == "rubric") {
        choice.mode = store::LabelMode::rubric;
    } else if (ask != "pairs") {
        throw Error(ErrorKind::usage, fmt::format("\"{}\" is no way of asking", ask), "--ask",
                    text::did_you_mean(ask, std::vector<std::string>{"pairs", "random", "rank", "rubric"}));
    }
    return choice;
}

} // namespace

std::string export_labels(Context& context, store::Project& project, domain::RunId run,
                          const std::string& path, const std::string& format) {
    FileOut file(context.out, path);
    if (format == "csv") {
        file.write(formats::label_csv_header());
    }
    const std::int64_t rows = project.read([&](store::Connection& c) {
        return workbench::export_labels(c, run, [&](const formats::LabelLine& line) {
            file.write(format == "csv" ? formats::to_csv_line(line) : formats::to_json_line(line));
        });
    });
    file.finish();
    return workbench::thousands(rows) + " rows";
}

std::string export_packet(Context& context, store::Project& project, domain::RunId run,
                          const PacketOptions& options) {
    constexpr std::int64_t most = 1000;
    if (options.cards < 1 || options.cards > most) {
        throw Error(ErrorKind::usage, fmt::format("a packet has 1 to {} cards", most), "--cards");
    }
    workbench::PacketChoice choice;
    choice.choice = choice_of(options.ask);
    choice.cards = static_cast<std::size_t>(options.cards);
    const workbench::LabelPacket packet =
        workbench::hand_out_packet(project, run, judging_named(project, run, options.judging), choice);
    FileOut file(context.out, options.path);
    file.write(packet.html);
    file.finish();
    return fmt::format("{} cards; take in what comes back with import labels", packet.cards);
}

int take_in_labels(Context& context, const std::string& file, const std::vector<std::string>& paths,
                   const std::string& run, bool preview) {
    store::Project project(file, store::Project::Open::existing);
    const domain::RunId fallback =
        run.empty() ? domain::RunId{}
                    : project.read([&](store::Connection& c) { return choose_run(c, run, file); });
    bool left_out = false;
    for (const std::string& path : paths) {
        const workbench::LabelImport import = workbench::import_labels(project, path, fallback, preview);
        for (const std::string& note : import.notes) {
            context.out.message("note: " + note);
        }
        for (const formats::BadRow& bad : import.bad) {
            context.out.message(fmt::format("{} line {} left out: {}", path, bad.line, bad.why));
        }
        context.out.result(fmt::format("{}: {}; {}{}\n", path, import.format, workbench::words_of(import),
                                       preview ? "; nothing was stored" : ""));
        left_out = left_out || !import.bad.empty();
    }
    return left_out ? ExitCode::work_failed : ExitCode::done;
}

} // namespace tiebreak::cli
