// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/item_marks.h"

#include "workbench/compare_view.h"

namespace tiebreak::ui {

using workbench::ItemMark;

QVector<MarkKind> marksOf(unsigned marks) {
    static constexpr std::pair<ItemMark, MarkKind> kinds[] = {
        {ItemMark::failed, MarkKind::failed},
        {ItemMark::parse_failure, MarkKind::unread},
        {ItemMark::reruns_differ, MarkKind::rerunsDiffer},
        {ItemMark::outlier, MarkKind::outlier},
        {ItemMark::leaked_template, MarkKind::leaked},
        {ItemMark::in_training_data, MarkKind::leaked},
        {ItemMark::empty, MarkKind::empty},
        {ItemMark::loop, MarkKind::loop},
        {ItemMark::tie, MarkKind::tie},
    };
    QVector<MarkKind> found;
    for (const auto& [mark, kind] : kinds) {
        if (marks & static_cast<unsigned>(mark)) {
            found << kind;
        }
    }
    return found;
}

unsigned blindMarks(unsigned marks) {
    return marks & (static_cast<unsigned>(ItemMark::failed) | static_cast<unsigned>(ItemMark::empty) |
                    static_cast<unsigned>(ItemMark::loop) | static_cast<unsigned>(ItemMark::leaked_template) |
                    static_cast<unsigned>(ItemMark::in_training_data));
}

} // namespace tiebreak::ui
