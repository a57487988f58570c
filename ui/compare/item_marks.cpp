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
        {ItemMark::flips, MarkKind::flips},
        {ItemMark::leaked, MarkKind::leaked},
        {ItemMark::leaked_template, MarkKind::markup},
        {ItemMark::empty, MarkKind::empty},
        {ItemMark::loop, MarkKind::loop},
        {ItemMark::tie, MarkKind::tie},
        {ItemMark::noted, MarkKind::note},
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
                    static_cast<unsigned>(ItemMark::leaked) | static_cast<unsigned>(ItemMark::noted));
}

} // namespace tiebreak::ui
