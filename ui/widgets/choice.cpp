// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/choice.h"

#include "ui/theme/candidate_mark.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QAbstractItemView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QWheelEvent>

namespace tiebreak::ui {

namespace {

constexpr int widest = 300;
constexpr int narrowest = 60;

/// Entries as in a menu: 26 high, the accent bar on the chosen one.
class EntryDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const Tokens& t = tokens();
        const QRect& r = option.rect;
        if (isSeparator(index)) {
            painter->fillRect(QRect(r.left(), r.center().y(), r.width(), 1), t.border);
            return;
        }
        if (option.state & QStyle::State_Selected) {
            painter->fillRect(r, t.selection);
            painter->fillRect(QRect(r.left(), r.top(), metric::selectionBar, r.height()), t.accent);
        }
        QRect text = r.adjusted(10, 0, -8, 0);
        const auto icon = index.data(Qt::DecorationRole).value<QIcon>();
        if (!icon.isNull()) {
            icon.paint(painter, QRect(text.left(), r.top() + (r.height() - metric::icon) / 2, metric::icon,
                                      metric::icon));
            text.setLeft(text.left() + metric::icon + 7);
        }
        painter->setFont(option.font);
        painter->setPen(index.flags() & Qt::ItemIsEnabled
                            ? t.text
                            : option.palette.color(QPalette::Disabled, QPalette::Text));
        painter->drawText(
            text, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
            option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, text.width()));
    }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        return {QStyledItemDelegate::sizeHint(option, index).width() + 20,
                isSeparator(index) ? 9 : metric::row};
    }

private:
    /// How QComboBox::insertSeparator marks its rows.
    static bool isSeparator(const QModelIndex& index) {
        return index.data(Qt::AccessibleDescriptionRole).toString() == QLatin1String("separator");
    }
};

} // namespace

Choice::Choice(const QString& accessibleName, QWidget* parent)
    : QComboBox(parent) {
    setAccessibleName(accessibleName);
    view()->setAccessibleName(accessibleName);
    setSizeAdjustPolicy(QComboBox::AdjustToContents);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setFocusPolicy(Qt::StrongFocus);
    setItemDelegate(new EntryDelegate(this));
    setMaxVisibleItems(16);
}

void Choice::setFlat(bool flat) {
    setProperty(buttonKindProperty, flat ? QStringLiteral("flat") : QString());
    setFont(Theme::font(flat ? TextSize::small : TextSize::body));
    updateGeometry();
}

void Choice::addCandidate(int slot, const QString& name, const QVariant& id) {
    addItem(candidateIcon(slot), name, id);
}

QSize Choice::sizeHint() const {
    QSize size = QComboBox::sizeHint();
    size.setWidth(std::clamp(size.width(), narrowest, widest));
    return size;
}

QSize Choice::minimumSizeHint() const {
    return {narrowest, sizeHint().height()};
}

void Choice::wheelEvent(QWheelEvent* event) {
    if (hasFocus()) {
        QComboBox::wheelEvent(event);
    } else {
        event->ignore();
    }
}

void Choice::changeEvent(QEvent* event) {
    QComboBox::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        view()->setFont(Theme::font(TextSize::body));
    }
}

} // namespace tiebreak::ui
