// SPDX-License-Identifier: GPL-3.0-or-later
// tiebreak-cli: what the window does, without one.
#include "app/cli/command.h"
#include "app/cli/errors.h"
#include "app/cli/interrupt.h"
#include "app/cli/output.h"

#include <clocale>
#include <csignal>

namespace {

using namespace tiebreak::cli;

constexpr const char* footer = "Exit status: 0 done; 1 some work failed for good; 2 the call or a file is "
                               "wrong; 3 worse and 4 cannot tell (gate); 130 stopped by Ctrl+C.\n"
                               "Results go to standard output, progress and messages to standard error. "
                               "More: man tiebreak-cli";

int run_program(int argc, char** argv, Output& out) {
    Interrupt interrupt(out);
    CLI::App program("Run, judge and count evaluations of language models.", "tiebreak-cli");
    program.set_version_flag("--version", "tiebreak-cli " TIEBREAK_VERSION);
    program.require_subcommand(1);
    program.footer(footer);
    Action chosen;
    for (const auto add : {add_run, add_judge, add_import, add_export, add_report, add_compare, add_gate,
                           add_bench, add_list, add_stats, add_sample}) {
        add(program, chosen);
    }
    try {
        program.parse(argc, argv);
    } catch (const CLI::Success& asked) { // --help, --version
        return program.exit(asked);
    } catch (const CLI::ParseError& error) {
        out.message(std::string("tiebreak-cli: ") + error.what() +
                    "\n  tiebreak-cli --help, or --help behind a command");
        return ExitCode::wrong_call;
    }
    Context context{out, interrupt};
    const int code = chosen(context);
    out.flush();
    return code;
}

} // namespace

int main(int argc, char** argv) {
    // A reader that goes away is an error of a write, not the end of the program in the middle of a run.
    std::signal(SIGPIPE, SIG_IGN);
    Output out;
    try {
        return run_program(argc, argv, out);
    } catch (const std::exception& error) {
        out.keep_status();
        return tell_error(out, error);
    }
}
