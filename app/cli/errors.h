// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <exception>

namespace tiebreak::cli {

class Output;

/// What the program ends with; scripts rely on the numbers.
struct ExitCode {
    static constexpr int done = 0;
    static constexpr int work_failed = 1; ///< some work failed for good; the messages say what, and how often
    static constexpr int wrong_call = 2;  ///< the call or a file is wrong
    static constexpr int worse = 3;       ///< gate
    static constexpr int cannot_tell = 4; ///< gate
    static constexpr int interrupted = 130;
};

/// Says what happened, where, and how to mend it, and returns the exit code of that kind of error.
int tell_error(Output& out, const std::exception& error);

} // namespace tiebreak::cli
