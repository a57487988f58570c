// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>

#include <functional>

namespace tiebreak::cli {

class Output;
class Interrupt;

/// What every subcommand is given.
struct Context {
    Output& out;
    Interrupt& interrupt;
};

/// The work of the subcommand that was called; returns the exit code (errors.h). What a person has to mend is
/// thrown as domain::Error.
using Action = std::function<int(Context&)>;

// Each declares one subcommand with its options; parsing sets `chosen` to its work.
void add_run(CLI::App& program, Action& chosen);
void add_judge(CLI::App& program, Action& chosen);
void add_import(CLI::App& program, Action& chosen);
void add_export(CLI::App& program, Action& chosen);
void add_report(CLI::App& program, Action& chosen);
void add_compare(CLI::App& program, Action& chosen);
void add_gate(CLI::App& program, Action& chosen);
void add_bench(CLI::App& program, Action& chosen);
void add_list(CLI::App& program, Action& chosen);
void add_sample(CLI::App& program, Action& chosen);
void add_stats(CLI::App& program, Action& chosen);

} // namespace tiebreak::cli
