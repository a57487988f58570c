// SPDX-License-Identifier: GPL-3.0-or-later
// tiebreak-cli sample: writes the samples that come with the program as files.
#include "app/cli/command.h"
#include "app/cli/errors.h"
#include "app/cli/output.h"
#include "workbench/samples.h"

#include <memory>

namespace tiebreak::cli {

namespace {

int sample(Context& context, const std::string& folder) {
    const std::vector<std::filesystem::path> written = workbench::write_samples(folder);
    for (const std::filesystem::path& path : written) {
        context.out.result(path.string() + "\n");
    }
    if (written.empty()) {
        context.out.message("the samples stand in " + folder + " already; nothing was written");
    }
    const std::string config = (std::filesystem::path(folder) / "small-gpts" / "eval.json").string();
    context.out.message("next: tiebreak-cli run " + config + " -o small-gpts.tiebreak");
    return ExitCode::done;
}

} // namespace

void add_sample(CLI::App& program, Action& chosen) {
    auto folder = std::make_shared<std::string>();
    CLI::App* command =
        program.add_subcommand("sample", "Write the samples that come with the program, ready to run");
    command->add_option("DIR", *folder, "Folder to write them below")->required()->type_name("");
    command->callback(
        [folder, &chosen] { chosen = [folder](Context& context) { return sample(context, *folder); }; });
}

} // namespace tiebreak::cli
