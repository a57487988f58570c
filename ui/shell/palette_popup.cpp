// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/palette_popup.h"

#include "ui/shell/palette_rows.h"
#include "ui/theme/icon_set.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/key_cap.h"
#include "ui/widgets/pane.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/wording.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QVBoxLayout>

namespace tiebreak::ui {

namespace {

constexpr int cardWidth = 640;
constexpr int shadow = 20;
constexpr int fieldHeight = 44;
constexpr int hintHeight = 35;
constexpr int under = 48;
constexpr int mostRows = 12;

} // namespace

PalettePopup::PalettePopup(Locator& locator, QWidget* window)
    : QWidget(window)
    , locator_(locator) {
    setObjectName(QStringLiteral("palette"));
    setAccessibleName(tr("Find anything"));
    auto* column = new QVBoxLayout(this);
    // One pixel for the card's frame, the rest for the shadow under it.
    column->setContentsMargins(shadow + 1, shadow + 1, shadow + 1, shadow + 1);
    column->setSpacing(0);

    auto* top = new QHBoxLayout;
    top->setContentsMargins(40, 0, 14, 0);
    field_ = new QLineEdit;
    field_->setObjectName(QStringLiteral("paletteField"));
    field_->setFrame(false);
    field_->setFont(Theme::font(TextSize::reading));
    field_->setFixedHeight(fieldHeight);
    field_->setTextMargins(-7, 0, 0, 0);
    field_->setPlaceholderText(tr("Find anything"));
    field_->setAccessibleName(tr("Find anything"));
    field_->setProperty("ownFocusRing", true);
    field_->installEventFilter(this);
    count_ = new TextLabel({}, TextSize::small, &Tokens::text3);
    top->addWidget(field_, 1);
    top->addWidget(count_);
    column->addLayout(top);
    column->addWidget(new Hairline);

    rows_ = new PaletteRows(this);
    delegate_ = new PaletteDelegate(this);
    list_ = new QListView;
    list_->setObjectName(QStringLiteral("paletteList"));
    list_->setAccessibleName(tr("Found"));
    list_->setFrameShape(QFrame::NoFrame);
    list_->setModel(rows_);
    list_->setItemDelegate(delegate_);
    list_->setUniformItemSizes(true);
    list_->setFocusPolicy(Qt::NoFocus);
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list_->setMouseTracking(true);
    connect(list_, &QListView::clicked, this, [this](const QModelIndex& index) {
        list_->setCurrentIndex(index);
        activate(QApplication::keyboardModifiers() & Qt::AltModifier);
    });
    column->addWidget(list_);
    nothing_ =
        new TextLabel(tr("Nothing is called that. Try fewer letters."), TextSize::body, &Tokens::text2);
    nothing_->setContentsMargins(40, 14, 14, 14);
    column->addWidget(nothing_);

    hints_ = new Pane(&Tokens::raised, Qt::TopEdge);
    hints_->setFixedHeight(hintHeight);
    hintLine_ = new QHBoxLayout(hints_);
    hintLine_->setContentsMargins(14, 0, 14, 0);
    hintLine_->setSpacing(5);
    column->addWidget(hints_);

    connect(field_, &QLineEdit::textEdited, this, [this] { locator_.ask(field_->text()); });
    connect(&locator_, &Locator::answered, this, [this] {
        if (isVisible()) {
            refresh();
        }
    });
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
    window->installEventFilter(this);
    hide();
}

void PalettePopup::rebuildHints() {
    while (QLayoutItem* item = hintLine_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const auto hint = [this](const QStringList& keys, const QString& word) {
        for (const QString& key : keys) {
            hintLine_->addWidget(new KeyCap(key));
        }
        hintLine_->addWidget(new TextLabel(word, TextSize::small, &Tokens::text2));
        hintLine_->addSpacing(8);
    };
    hint({QStringLiteral("↑"), QStringLiteral("↓")}, tr("choose"));
    hint({tr("Enter")}, tr("open"));
    const LocatorEntry* current = rows_->entry(list_->currentIndex());
    if (current && current->canOpenBeside) {
        hint({tr("Alt Enter")}, tr("open beside"));
    }
    hintLine_->addStretch(1);
    const QList<QChar> prefixes = locator_.prefixes();
    const QList<std::pair<QChar, QString>> words = {
        {QLatin1Char('>'), tr("actions")}, {QLatin1Char('#'), tr("items")}, {QLatin1Char('@'), tr("models")}};
    for (const auto& [prefix, word] : words) {
        if (prefixes.contains(prefix)) {
            hint({QString(prefix)}, word);
        }
    }
}

void PalettePopup::open(int top, const QString& typed) {
    if (!isVisible()) {
        before_ = QApplication::focusWidget();
    }
    top_ = top;
    field_->setText(typed);
    show();
    raise();
    field_->setFocus(Qt::ShortcutFocusReason);
    locator_.ask(typed);
    refresh();
    qApp->installEventFilter(this);
}

void PalettePopup::refresh() {
    const Locator::Answer answer = locator_.answer(mostRows);
    QString needle = field_->text().trimmed();
    if (!needle.isEmpty() && locator_.prefixes().contains(needle.front())) {
        needle = needle.mid(1).trimmed();
    }
    delegate_->setNeedle(needle);
    rows_->setAnswer(answer);
    const int first = rows_->nextEntry(0, 1);
    if (first >= 0) {
        list_->setCurrentIndex(rows_->index(first));
    }
    count_->setText(tr("%1 of %2").arg(countText(answer.matches), countText(answer.total)));
    list_->setVisible(first >= 0);
    nothing_->setVisible(first < 0);
    rebuildHints();
    arrange();
}

void PalettePopup::arrange() {
    const int available = parentWidget()->height() - top_ - under - fieldHeight - hintHeight - 24;
    const int wanted = rows_->rowCount() * metric::paletteRow + 8;
    list_->setFixedHeight(std::clamp(wanted, 0, std::max(metric::paletteRow * 3, available)));
    const int width = std::min(cardWidth, parentWidget()->width() - 32) + 2 * shadow;
    setFixedWidth(width);
    layout()->activate();
    const int height = layout()->sizeHint().height();
    setGeometry((parentWidget()->width() - width) / 2, top_ + under - shadow, width, height);
}

void PalettePopup::move(int step) {
    const int count = rows_->rowCount();
    if (count == 0) {
        return;
    }
    int next = rows_->nextEntry(list_->currentIndex().row() + step, step);
    if (next < 0) {
        next = rows_->nextEntry(step > 0 ? 0 : count - 1, step);
    }
    list_->setCurrentIndex(rows_->index(next));
    // Going up to the first entry brings its heading back into sight.
    list_->scrollTo(rows_->index(next <= 1 ? 0 : next));
    rebuildHints();
}

void PalettePopup::activate(bool beside) {
    const LocatorEntry* entry = rows_->entry(list_->currentIndex());
    if (!entry || !entry->activate) {
        return;
    }
    // The entry may change the rows that own it.
    const auto run = entry->activate;
    const bool aside = beside && entry->canOpenBeside;
    hide();
    run(aside);
}

bool PalettePopup::eventFilter(QObject* watched, QEvent* event) {
    if (watched == field_ && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        switch (key->key()) {
        case Qt::Key_Down:
            move(1);
            return true;
        case Qt::Key_Up:
            move(-1);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            activate(key->modifiers() & Qt::AltModifier);
            return true;
        case Qt::Key_Tab:
        case Qt::Key_Backtab:
            return true;
        case Qt::Key_Escape:
            hide();
            return true;
        default:
            break;
        }
    }
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible()) {
        arrange();
    }
    if (isVisible() && event->type() == QEvent::MouseButtonPress) {
        const auto* target = qobject_cast<QWidget*>(watched);
        if (target && target->window() == window() && target != this && !isAncestorOf(target)) {
            hide();
        }
    }
    return QWidget::eventFilter(watched, event);
}

void PalettePopup::hideEvent(QHideEvent* event) {
    qApp->removeEventFilter(this);
    parentWidget()->installEventFilter(this);
    if (before_ && before_->isVisible()) {
        before_->setFocus(Qt::PopupFocusReason);
    }
    QWidget::hideEvent(event);
}

void PalettePopup::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Tokens& t = tokens();
    const QRectF card = QRectF(rect()).adjusted(shadow, shadow, -shadow, -shadow);
    // A soft shadow out of stacked frames; Qt's drop-shadow effect would redraw the whole card on each key.
    painter.setPen(Qt::NoPen);
    for (int ring = shadow; ring > 0; --ring) {
        const double share = 1.0 - double(ring) / shadow;
        QColor dark(Qt::black);
        dark.setAlphaF(static_cast<float>((t.dark ? 0.030 : 0.012) * share * share * 2));
        painter.setBrush(dark);
        painter.drawRoundedRect(card.adjusted(-ring, -ring + 4, ring, ring), metric::cardRadius + ring,
                                metric::cardRadius + ring);
    }
    painter.setBrush(t.content);
    painter.setPen(t.border);
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), metric::cardRadius, metric::cardRadius);
    icons::paint(painter, QRect(shadow + 15, shadow + 1 + (fieldHeight - 16) / 2, 16, 16),
                 QStringLiteral("search"), t.text);
}

} // namespace tiebreak::ui
