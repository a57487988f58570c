// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of this room: an object of a config, read field by field.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tiebreak::formats {

/// Remembers which fields were asked for, so that the others can be refused with the nearest known name.
/// Every function throws domain::Error (usage) with the field's path.
class ConfigFields {
public:
    /// `path` is that of the object, empty for the whole config. Throws where `value` is no object.
    ConfigFields(const nlohmann::json& value, std::string where, std::string path);

    /// The field's value, or nullptr where it is absent or null.
    [[nodiscard]] const nlohmann::json* find(const std::string& name) const;
    [[nodiscard]] bool has(const std::string& name) const { return find(name) != nullptr; }

    [[nodiscard]] std::string text(const std::string& name) const;          ///< empty where absent
    [[nodiscard]] std::string required_text(const std::string& name) const; ///< not blank
    [[nodiscard]] bool flag(const std::string& name, bool otherwise) const;
    [[nodiscard]] std::optional<double> number(const std::string& name, double least,
                                               double most = std::numeric_limits<double>::max()) const;
    [[nodiscard]] std::optional<std::int64_t>
    whole(const std::string& name, std::int64_t least,
          std::int64_t most = std::numeric_limits<std::int64_t>::max()) const;
    [[nodiscard]] std::vector<std::string>
    texts(const std::string& name) const; ///< a text or a list of texts
    /// A field that is an object, or nothing.
    [[nodiscard]] std::optional<ConfigFields> object(const std::string& name) const;
    /// The elements of a list field, each as an object with its path; none where it is absent.
    [[nodiscard]] std::vector<ConfigFields> elements(const std::string& name) const;

    /// Throws for the first field that is none of these, naming the nearest. To be called first: a misspelt
    /// field is better named than missed. `hint` is added to how to mend it.
    void allow_only(std::span<const std::string> names, const std::string& hint = {}) const;
    void allow_only(std::initializer_list<std::string> names, const std::string& hint = {}) const {
        allow_only(std::span<const std::string>(names.begin(), names.size()), hint);
    }

    /// Throws an error about the field `name`, or about the object where it is empty.
    [[noreturn]] void fail(const std::string& name, const std::string& what,
                           const std::string& mend = {}) const;

    [[nodiscard]] std::string path_of(const std::string& name) const;
    [[nodiscard]] const nlohmann::json& value() const { return *value_; }
    [[nodiscard]] const std::string& where() const { return where_; }

private:
    const nlohmann::json* value_;
    std::string where_;
    std::string path_;
};

} // namespace tiebreak::formats
