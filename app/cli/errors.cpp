// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/errors.h"

#include "app/cli/output.h"
#include "domain/error.h"

namespace tiebreak::cli {

int tell_error(Output& out, const std::exception& error) {
    const auto* known = dynamic_cast<const domain::Error*>(&error);
    if (known == nullptr) {
        out.message(std::string("tiebreak-cli: ") + error.what());
        return ExitCode::work_failed;
    }
    std::string text = "tiebreak-cli: ";
    if (!known->where().empty()) {
        text += known->where() + ": ";
    }
    text += known->what_happened();
    if (!known->mend().empty()) {
        text += "\n  " + known->mend();
    }
    out.message(text);
    return known->kind() == domain::ErrorKind::internal ? ExitCode::work_failed : ExitCode::wrong_call;
}

} // namespace tiebreak::cli
