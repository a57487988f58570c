// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::text {

/// One record of a CSV file, with the line it begins on (from 1).
struct CsvRow {
    std::size_t line = 0;
    std::vector<std::string> cells;
};

struct CsvProblem {
    std::size_t line = 0;
    std::string why;
};

/// Reads RFC 4180 record by record: quoted newlines, doubled quotes, LF, CR or CRLF, with or without BOM.
/// Empty lines are passed over. What breaks the grammar (a quote never closed, text after a closing quote) is
/// reported in problems() with its line, and that record is left out. The bytes must outlive the reader.
class CsvReader {
public:
    /// `delimiter` 0: found out by sniff_delimiter().
    explicit CsvReader(std::string_view bytes, char delimiter = 0);

    [[nodiscard]] std::optional<CsvRow> next();
    [[nodiscard]] char delimiter() const noexcept { return delimiter_; }
    [[nodiscard]] const std::vector<CsvProblem>& problems() const noexcept { return problems_; }

private:
    void end_line();
    [[nodiscard]] bool read_quoted(std::string& cell);

    std::string_view bytes_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    char delimiter_;
    std::vector<CsvProblem> problems_;
};

/// Comma, semicolon or tab: the one that splits the first records most evenly; comma where none does.
[[nodiscard]] char sniff_delimiter(std::string_view bytes);

/// A whole file with a header row. Rows with another number of cells than the header are in `problems`, not
/// in `rows`. A header that names a column twice, or a file without any, throws domain::Error (format).
struct CsvTable {
    std::vector<std::string> header; ///< blanks around names removed
    std::vector<CsvRow> rows;
    std::vector<CsvProblem> problems; ///< in the order of their lines
    char delimiter = ',';

    [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const;
};
[[nodiscard]] CsvTable read_csv_table(std::string_view bytes, const std::string& where = {},
                                      char delimiter = 0);

/// Whether cells that a spreadsheet would run as a formula (= + - @ and control characters in front) get a
/// leading apostrophe. Numbers are left alone.
enum class FormulaCells { as_they_are, neutralised };

/// One record with its CRLF-free ending "\n"; a cell is quoted where it has to be.
[[nodiscard]] std::string csv_record(std::span<const std::string> cells,
                                     FormulaCells formulas = FormulaCells::as_they_are, char delimiter = ',');

} // namespace tiebreak::text
