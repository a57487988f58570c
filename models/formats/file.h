// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace tiebreak::formats {

/// Whole import files are held in memory; beyond this a file is refused with its size.
inline constexpr std::uint64_t default_max_file_bytes = std::uint64_t{2} << 30U;

/// The bytes of a regular file. Throws domain::Error (file): not there, a folder, a pipe or device, no
/// permission, over `max_bytes`, or a read that failed.
[[nodiscard]] std::string read_file(const std::string& path,
                                    std::uint64_t max_bytes = default_max_file_bytes);

/// `path` as it stands where absolute, else below `base_dir` (the folder of the config that names it).
[[nodiscard]] std::string resolve_path(const std::string& base_dir, const std::string& path);

} // namespace tiebreak::formats
