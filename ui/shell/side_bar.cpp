// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/side_bar.h"

#include "ui/theme/icon_set.h"
#include "ui/theme/style.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/wording.h"

#include <QAction>
#include <QFileInfo>
#include <QKeyEvent>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace tiebreak::ui {

namespace {

enum SideRole { idRole = Qt::UserRole, iconRole, numberRole, countRole, verdictRole };

void paintRow(QPainter& painter, const QStyleOptionViewItem& option, bool current) {
    const Tokens& t = tokens();
    const QRect& r = option.rect;
    if (current) {
        painter.fillRect(r, t.selection);
        painter.fillRect(QRect(r.left(), r.top(), metric::selectionBar, r.height()), t.accent);
    } else if (option.state & QStyle::State_MouseOver) {
        painter.fillRect(r, t.hover);
    }
}

/// Rows of the places: icon, title, count; the icon alone when folded.
class PlaceDelegate : public QStyledItemDelegate {
public:
    PlaceDelegate(const SideBar* bar, QObject* parent)
        : QStyledItemDelegate(parent)
        , bar_(bar) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const Tokens& t = tokens();
        const QRect& r = option.rect;
        const bool current =
            index.data(idRole).toString() == bar_->currentPlace() && !bar_->currentPlace().isEmpty();
        painter->save();
        paintRow(*painter, option, current);
        icons::paint(
            *painter,
            QRect(r.left() + 14, r.top() + (r.height() - metric::icon) / 2, metric::icon, metric::icon),
            index.data(iconRole).toString(), current ? t.accent : t.text2);
        if (!bar_->isFolded()) {
            painter->setFont(Theme::font(TextSize::body));
            painter->setPen(current ? t.text : t.text2);
            painter->drawText(r.adjusted(38, 0, -12, 0),
                              Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, index.data().toString());
            const QVariant count = index.data(countRole);
            if (count.isValid()) {
                painter->setPen(t.text3);
                painter->drawText(r.adjusted(38, 0, -13, 0), Qt::AlignVCenter | Qt::AlignRight,
                                  countText(count.toInt()));
            }
        }
        if (option.state & QStyle::State_HasFocus) {
            drawInnerFocus(*painter, r, t);
        }
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {SideBar::foldedWidth, bar_->isFolded() ? 34 : metric::placeRow};
    }

private:
    const SideBar* bar_;
};

/// Rows of the finished runs: verdict glyph and name.
class RunDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const Tokens& t = tokens();
        const QRect& r = option.rect;
        const bool shown = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
        painter->save();
        if (shown || (option.state & QStyle::State_MouseOver)) {
            painter->fillRect(r, t.hover);
        }
        const QVariant verdict = index.data(verdictRole);
        if (verdict.isValid()) {
            const QRectF box(r.left() + 16.5, r.top() + (r.height() - 9) / 2.0, 9, 9);
            paintVerdictGlyph(*painter, box, static_cast<VerdictTone>(verdict.toInt()), t);
        }
        painter->setFont(Theme::font(TextSize::small));
        painter->setPen(shown ? t.text : t.text2);
        const QRect text = r.adjusted(36, 0, -8, 0);
        painter->drawText(
            text, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
            painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, text.width()));
        if (option.state & QStyle::State_HasFocus) {
            drawInnerFocus(*painter, r, t);
        }
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {100, metric::row};
    }
};

QListWidget* makeList(const QString& accessibleName) {
    auto* list = new QListWidget;
    list->setAccessibleName(accessibleName);
    list->setFrameShape(QFrame::NoFrame);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->viewport()->setBackgroundRole(QPalette::Window);
    list->setMouseTracking(true);
    return list;
}

} // namespace

SideBar::SideBar(QAction* fold, QWidget* parent)
    : Pane(&Tokens::window, Qt::RightEdge, parent) {
    setObjectName(QStringLiteral("sideBar"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 8, 0, 6);
    column->setSpacing(0);

    files_ = new Choice(tr("Project file"));
    files_->setProperty(buttonKindProperty, QStringLiteral("input"));
    files_->setObjectName(QStringLiteral("fileChooser"));
    files_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    files_->setFixedHeight(28);
    auto* fileLine = new QHBoxLayout;
    fileLine->setContentsMargins(8, 1, 8, 10);
    fileLine->addWidget(files_);
    column->addLayout(fileLine);
    connect(files_, &QComboBox::activated, this, [this](int index) {
        const QString path = files_->itemData(index).toString();
        files_->setCurrentIndex(files_->findData(currentFile_));
        if (path.isEmpty()) {
            emit otherFileWanted();
        } else if (path != currentFile_) {
            emit fileChosen(path);
        }
    });

    places_ = makeList(tr("Places"));
    places_->setObjectName(QStringLiteral("places"));
    places_->setItemDelegate(new PlaceDelegate(this, places_));
    places_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column->addWidget(places_);
    const auto goPlace = [this](const QListWidgetItem* item) {
        emit placeChosen(item->data(idRole).toString());
    };
    connect(places_, &QListWidget::itemClicked, this, goPlace);
    connect(places_, &QListWidget::itemActivated, this, goPlace);

    column->addSpacing(12);
    runsTitle_ = new TextLabel(tr("Finished runs"), TextSize::small, &Tokens::text3);
    runsTitle_->setContentsMargins(14, 0, 8, 4);
    column->addWidget(runsTitle_);
    runs_ = makeList(tr("Finished runs"));
    runs_->setObjectName(QStringLiteral("finishedRuns"));
    runs_->setItemDelegate(new RunDelegate(runs_));
    column->addWidget(runs_, 1);
    const auto goRun = [this](const QListWidgetItem* item) {
        emit runChosen(item->data(idRole).toLongLong());
    };
    connect(runs_, &QListWidget::itemClicked, this, goRun);
    connect(runs_, &QListWidget::itemActivated, this, goRun);
    column->addStretch(0);

    foldButton_ = new Button(tr("Collapse"), ButtonKind::flat);
    foldButton_->setObjectName(QStringLiteral("foldButton"));
    foldButton_->setInStrip(true);
    foldButton_->setKeyCap(QStringLiteral("Ctrl B"));
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(5, 4, 5, 0);
    foot->addWidget(foldButton_, 0, Qt::AlignLeft);
    column->addLayout(foot);
    connect(foldButton_, &Button::clicked, fold, &QAction::trigger);

    setFiles({}, {});
    setFinishedRuns({});
    setFolded(false);
}

void SideBar::addPlace(const QString& id, const QString& title, const QString& icon, int number) {
    int row = 0;
    while (row < places_->count() && places_->item(row)->data(numberRole).toInt() < number) {
        ++row;
    }
    auto* item = new QListWidgetItem(title);
    item->setData(idRole, id);
    item->setData(iconRole, icon);
    item->setData(numberRole, number);
    item->setToolTip(tr("%1 (Ctrl+%2)").arg(title).arg(number));
    places_->insertItem(row, item);
    fitHeights();
}

void SideBar::setPlaceCount(const QString& id, std::optional<int> count) {
    for (int row = 0; row < places_->count(); ++row) {
        QListWidgetItem* item = places_->item(row);
        if (item->data(idRole).toString() == id) {
            item->setData(countRole, count ? QVariant(*count) : QVariant());
            item->setData(Qt::AccessibleTextRole,
                          count ? tr("%1, %2").arg(item->text()).arg(*count) : item->text());
        }
    }
}

void SideBar::setCurrentPlace(const QString& id) {
    setProperty("currentPlace", id);
    for (int row = 0; row < places_->count(); ++row) {
        if (places_->item(row)->data(idRole).toString() == id) {
            places_->setCurrentRow(row);
        }
    }
    places_->viewport()->update();
}

QString SideBar::currentPlace() const {
    return property("currentPlace").toString();
}

void SideBar::setFinishedRuns(const QList<FinishedRun>& finished) {
    runs_->clear();
    for (const FinishedRun& run : finished) {
        auto* item = new QListWidgetItem(run.name, runs_);
        item->setData(idRole, run.id);
        QString words = run.name;
        if (run.verdict) {
            item->setData(verdictRole, static_cast<int>(*run.verdict));
            words = tr("%1: %2").arg(run.name, verdictWord(*run.verdict));
        }
        item->setData(Qt::AccessibleTextRole, words);
        item->setToolTip(plainToolTip(words));
    }
    fitHeights();
}

void SideBar::setCurrentRun(std::optional<qint64> run) {
    for (int row = 0; row < runs_->count(); ++row) {
        QListWidgetItem* item = runs_->item(row);
        const bool shown = run && item->data(idRole).toLongLong() == *run;
        item->setData(Qt::CheckStateRole, shown ? Qt::Checked : Qt::Unchecked);
        if (shown) {
            runs_->setCurrentItem(item);
        }
    }
}

void SideBar::setFiles(const QString& current, const QStringList& recent) {
    currentFile_ = current;
    files_->clear();
    if (!current.isEmpty()) {
        files_->addItem(QFileInfo(current).fileName(), current);
        files_->setToolTip(plainToolTip(current));
        for (const QString& path : recent) {
            if (path != current) {
                files_->addItem(QFileInfo(path).fileName(), path);
            }
        }
        files_->insertSeparator(files_->count());
        files_->addItem(tr("Open another file…"), QString());
        files_->setCurrentIndex(0);
    }
    files_->setVisible(!current.isEmpty() && !folded_);
}

void SideBar::setFolded(bool folded) {
    folded_ = folded;
    setFixedWidth(folded ? foldedWidth : openWidth);
    files_->setVisible(!folded && !currentFile_.isEmpty());
    foldButton_->setText(folded ? QString() : tr("Collapse"));
    foldButton_->setKeyCap(folded ? QString() : QStringLiteral("Ctrl B"));
    foldButton_->setIconName(folded ? QStringLiteral("chevron-right") : QString());
    foldButton_->setAccessibleName(folded ? tr("Expand the sidebar") : tr("Collapse the sidebar"));
    foldButton_->setToolTip(folded ? tr("Expand the sidebar (Ctrl+B)") : tr("Collapse the sidebar (Ctrl+B)"));
    places_->doItemsLayout();
    fitHeights();
}

void SideBar::fitHeights() {
    places_->setFixedHeight(places_->count() * (folded_ ? 34 : metric::placeRow));
    const bool runsShown = runs_->count() > 0 && !folded_;
    runsTitle_->setVisible(runsShown);
    // Hidden, the list still takes its stretch, so that the fold button stays at the bottom.
    runs_->setVisible(true);
    runs_->setEnabled(runsShown);
    runs_->viewport()->setVisible(runsShown);
}

} // namespace tiebreak::ui
