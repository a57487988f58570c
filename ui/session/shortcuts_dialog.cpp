// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/shortcuts_dialog.h"

#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/key_cap.h"

#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace tiebreak::ui {

namespace {

constexpr int keyColumn = 170;

/// Keys as caps, in the second column.
class CapDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        QStyleOptionViewItem plain = option;
        initStyleOption(&plain, index);
        const QString key = plain.text;
        plain.text.clear();
        const QWidget* widget = option.widget;
        widget->style()->drawControl(QStyle::CE_ItemViewItem, &plain, painter, widget);
        if (!key.isEmpty()) {
            const QSize size = keyCapSize(key);
            paintKeyCap(
                *painter,
                QRect(QPoint(option.rect.left() + 4, option.rect.center().y() - size.height() / 2), size),
                key, tokens());
        }
    }
};

} // namespace

ShortcutsDialog::ShortcutsDialog(const QList<KeyGroup>& groups, QWidget* parent)
    : QDialog(parent)
    , filter_(new FilterField(tr("Filter keys")))
    , list_(new QTreeWidget) {
    setObjectName(QStringLiteral("shortcutsDialog"));
    setWindowTitle(tr("Shortcuts"));
    resize(560, 640);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(8);
    filter_->setKeyCap({});
    filter_->setDelay(0);
    column->addWidget(filter_);
    list_->setAccessibleName(tr("Shortcuts"));
    list_->setColumnCount(2);
    list_->setHeaderHidden(true);
    list_->setRootIsDecorated(false);
    list_->setItemsExpandable(false);
    list_->setUniformRowHeights(true);
    list_->setSelectionMode(QAbstractItemView::SingleSelection);
    list_->header()->setStretchLastSection(false);
    list_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    list_->header()->setSectionResizeMode(1, QHeaderView::Fixed);
    list_->header()->resizeSection(1, keyColumn);
    list_->setItemDelegateForColumn(1, new CapDelegate(list_));
    for (const KeyGroup& group : groups) {
        auto* top = new QTreeWidgetItem(list_, {group.title, {}});
        top->setFont(0, Theme::font(TextSize::bodyBold));
        top->setFlags(Qt::ItemIsEnabled);
        for (const KeyEntry& entry : group.entries) {
            auto* line = new QTreeWidgetItem(top, {entry.does, keyCapText(entry.keys)});
            line->setData(0, Qt::AccessibleTextRole,
                          tr("%1: %2").arg(entry.does, entry.keys.toString(QKeySequence::NativeText)));
            line->setSizeHint(0, QSize(0, metric::row));
        }
        top->setSizeHint(0, QSize(0, metric::sectionTitle));
    }
    list_->expandAll();
    column->addWidget(list_, 1);
    connect(filter_, &FilterField::filterChanged, this, &ShortcutsDialog::narrow);
    connect(filter_, &FilterField::leftDownwards, list_, [this] { list_->setFocus(Qt::TabFocusReason); });
    filter_->setFocus();
}

void ShortcutsDialog::narrow(const QString& words) {
    for (int g = 0; g < list_->topLevelItemCount(); ++g) {
        QTreeWidgetItem* group = list_->topLevelItem(g);
        int shown = 0;
        for (int i = 0; i < group->childCount(); ++i) {
            QTreeWidgetItem* line = group->child(i);
            const bool holds = line->text(0).contains(words, Qt::CaseInsensitive) ||
                               line->text(1).contains(words, Qt::CaseInsensitive);
            line->setHidden(!holds);
            shown += holds ? 1 : 0;
        }
        group->setHidden(shown == 0);
    }
}

} // namespace tiebreak::ui
