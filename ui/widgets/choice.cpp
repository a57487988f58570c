// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/choice.h"

#include "ui/theme/candidate_mark.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QAbstractItemView>
#include <QWheelEvent>

namespace tiebreak::ui {

namespace {

constexpr int widest = 300;
constexpr int narrowest = 60;

} // namespace

Choice::Choice(const QString& accessibleName, QWidget* parent)
    : QComboBox(parent) {
    setAccessibleName(accessibleName);
    view()->setAccessibleName(accessibleName);
    setSizeAdjustPolicy(QComboBox::AdjustToContents);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setFocusPolicy(Qt::StrongFocus);
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
