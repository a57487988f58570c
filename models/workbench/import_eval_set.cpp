// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"
#include "formats/eval_set.h"
#include "formats/file.h"
#include "store/evalsets.h"
#include "workbench/import.h"

#include <fmt/format.h>

namespace tiebreak::workbench {

namespace {

constexpr std::size_t preview_rows = 10;

formats::EvalSetImport read(const ImportEvalSet& import) {
    formats::ReadOptions options;
    options.where = import.path.string();
    options.mapping = import.mapping;
    if (import.slice) {
        options.slice = {static_cast<std::size_t>(import.slice->first),
                         static_cast<std::size_t>(import.slice->second)};
    }
    return formats::read_eval_set(formats::read_file(import.path.string()), options);
}

ImportPreview preview_of(const formats::EvalSetImport& read) {
    ImportPreview preview;
    preview.format = read.format;
    preview.rows = static_cast<std::int64_t>(read.items.size());
    for (const auto& [field, column] : read.mapping) {
        preview.mapping.emplace_back(field, column);
    }
    preview.columns = {"id", "instruction", "input", "reference", "category"};
    for (std::size_t i = 0; i < read.items.size() && i < preview_rows; ++i) {
        const domain::Item& item = read.items[i];
        preview.first_rows.push_back(
            {item.external_id, item.instruction, item.input, item.reference, item.category});
    }
    for (const formats::BadRow& bad : read.bad) {
        preview.bad.push_back({static_cast<std::int64_t>(bad.line), bad.why});
    }
    preview.notes = read.notes;
    return preview;
}

} // namespace

ImportPreview preview_eval_set(const ImportEvalSet& import) {
    return preview_of(read(import));
}

domain::EvalSetRevisionId import_eval_set(store::Project& project, const ImportEvalSet& import,
                                          ImportPreview* done) {
    const formats::EvalSetImport items = read(import);
    if (items.items.empty()) {
        throw domain::Error(domain::ErrorKind::format, "no row is an item", import.path.string(),
                            items.bad.empty()
                                ? "check the file"
                                : fmt::format("line {}: {}", items.bad[0].line, items.bad[0].why));
    }
    if (done != nullptr) {
        *done = preview_of(items);
    }
    std::string source = import.path.filename().string();
    if (import.slice) {
        source += fmt::format(" [{}:{}]", import.slice->first, import.slice->second);
    }
    const std::string name = import.name.empty() ? import.path.stem().string() : import.name;
    return project.writer().run(
        [&](store::Connection& c) { return store::save_eval_set(c, name, items.items, source); });
}

} // namespace tiebreak::workbench
