// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in the fields of a model's form, as values, and the way back. Reading throws domain::Error that
// names the field.
#pragma once

#include "domain/error.h"

#include <QLineEdit>
#include <QString>

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tiebreak::ui {

[[nodiscard]] QLineEdit* formField(const char* object, const QString& name, const QString& hint = {});

/// Absent where the field is empty. Refuses what is no finite number.
[[nodiscard]] std::optional<double> numberOf(const QLineEdit& edit);
[[nodiscard]] QString numberIn(const std::optional<double>& value);

/// The same for whole numbers from 0.
template <class T>
[[nodiscard]] std::optional<T> wholeIn(const QLineEdit& edit) {
    const std::optional<double> value = numberOf(edit);
    if (!value) {
        return std::nullopt;
    }
    if (*value < 0 || *value != static_cast<double>(static_cast<std::int64_t>(*value)) ||
        *value > static_cast<double>(std::numeric_limits<int>::max())) {
        throw domain::Error(domain::ErrorKind::usage,
                            "\"" + edit.text().toStdString() + "\" is not a whole number",
                            edit.accessibleName().toStdString(), "write it like 256");
    }
    return static_cast<T>(*value);
}

/// An address that a client can use, without a slash at its end.
[[nodiscard]] std::string addressIn(const QLineEdit& edit);
/// "env:NAME" or "keyring:NAME"; a key itself is refused, and never repeated.
[[nodiscard]] std::string keyNameIn(const QLineEdit& edit);

/// "### Instruction:; \n\n": separated by semicolons, with \n and \t for what cannot be typed.
[[nodiscard]] std::vector<std::string> stopOf(const QString& text);
[[nodiscard]] QString stopIn(const std::vector<std::string>& stop);

/// "data=FineWeb; size=4M".
[[nodiscard]] std::map<std::string, std::string> tagsOf(const QString& text);
[[nodiscard]] QString tagsIn(const std::map<std::string, std::string>& tags);

} // namespace tiebreak::ui
