// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/filter_panel.h"

#include "items/compare_list_model.h"
#include "items/safe_text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/wording.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QListWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <map>

namespace tiebreak::ui {

namespace {

constexpr int panelWidth = 320;
constexpr int mostCategories = 8; ///< rows shown before the list scrolls
constexpr int categoryRow = 24;
constexpr unsigned filterMarks[] = {1, 256, 2, 4, 512, 128, 8, 16, 32, 64, 1024};

} // namespace

FilterPanel::FilterPanel(QWidget* parent)
    : QFrame(parent, Qt::Popup) {
    setObjectName(QStringLiteral("filterPanel"));
    setAccessibleName(tr("Filter items"));
    setFrameShape(QFrame::StyledPanel);
    setFixedWidth(panelWidth);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 12, 12);
    column->setSpacing(6);

    column->addWidget(new TextLabel(tr("Category"), TextSize::small, &Tokens::text3));
    categories_ = new QListWidget;
    categories_->setAccessibleName(tr("Categories to show"));
    categories_->setUniformItemSizes(true);
    column->addWidget(categories_);

    column->addSpacing(4);
    column->addWidget(new TextLabel(tr("Marked as"), TextSize::small, &Tokens::text3));
    auto* grid = new QGridLayout;
    grid->setVerticalSpacing(4);
    for (const unsigned mark : filterMarks) {
        auto* box = new QCheckBox(items::markWords(mark).join(QString()));
        box->setProperty("mark", mark);
        const int at = static_cast<int>(marks_.size());
        grid->addWidget(box, at / 2, at % 2);
        marks_ << box;
        connect(box, &QCheckBox::toggled, this, [this] {
            if (!filling_) {
                emit changed();
            }
        });
    }
    column->addLayout(grid);

    column->addSpacing(4);
    column->addWidget(new TextLabel(tr("Score"), TextSize::small, &Tokens::text3));
    auto* score = new QHBoxLayout;
    score->setSpacing(6);
    scoreOf_ = new Choice(tr("Whose score"));
    score->addWidget(scoreOf_, 1);
    const auto spin = [&](const QString& name) {
        auto* box = new QDoubleSpinBox;
        box->setAccessibleName(name);
        box->setButtonSymbols(QAbstractSpinBox::NoButtons);
        box->setFixedWidth(58);
        score->addWidget(box);
        connect(box, qOverload<double>(&QDoubleSpinBox::valueChanged), this, [this] {
            if (!filling_) {
                emit changed();
            }
        });
        return box;
    };
    lowest_ = spin(tr("Lowest score"));
    score->addWidget(new TextLabel(QStringLiteral("…"), TextSize::body, &Tokens::text3));
    highest_ = spin(tr("Highest score"));
    highest_->setValue(highest_->maximum());
    column->addLayout(score);

    column->addSpacing(6);
    auto* buttons = new QHBoxLayout;
    auto* clearAll = new Button(tr("Clear filter"));
    auto* done = new Button(tr("Done"));
    buttons->addWidget(clearAll);
    buttons->addStretch(1);
    buttons->addWidget(done);
    column->addLayout(buttons);

    connect(clearAll, &QPushButton::clicked, this, &FilterPanel::clear);
    connect(done, &QPushButton::clicked, this, &QWidget::close);
    connect(categories_, &QListWidget::itemChanged, this, [this] {
        if (!filling_) {
            emit changed();
        }
    });
    connect(scoreOf_, &QComboBox::currentIndexChanged, this, [this] {
        if (!filling_) {
            emit changed();
        }
    });
}

void FilterPanel::setIndex(const workbench::CompareIndex* index, bool blind) {
    items::CompareFilter kept;
    apply(kept);
    filling_ = true;
    categories_->clear();
    scoreOf_->clear();
    scoreOf_->addItem(tr("any"), -1);
    std::map<std::string, int> counts;
    if (index) {
        for (const workbench::CompareRow& row : index->rows) {
            ++counts[row.category];
        }
        for (std::size_t i = 0; !blind && i < index->candidates.size(); ++i) {
            scoreOf_->addCandidate(index->candidates[i].slot, items::safeLine(index->candidates[i].name),
                                   static_cast<int>(i));
        }
        const items::ScoreScale scale = items::scoreScale(*index);
        for (QDoubleSpinBox* box : {lowest_, highest_}) {
            box->setDecimals(scale.decimals);
            box->setRange(scale.low, scale.high);
            box->setEnabled(index->judging.stored());
        }
        if (!kept.lowest) {
            lowest_->setValue(scale.low);
        }
        if (!kept.highest) {
            highest_->setValue(scale.high);
        }
    }
    for (const auto& [category, count] : counts) {
        const QString name = category.empty() ? tr("(none)") : items::safeLine(category);
        auto* item = new QListWidgetItem(QStringLiteral("%1  %2").arg(name, countText(count)), categories_);
        item->setData(Qt::UserRole, QByteArray::fromStdString(category));
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable);
        item->setCheckState(kept.categories.contains(category) ? Qt::Checked : Qt::Unchecked);
    }
    const int rows = std::clamp(static_cast<int>(counts.size()), 1, mostCategories);
    categories_->setFixedHeight(rows * categoryRow + 4);
    scoreOf_->setCurrentIndex(std::max(0, scoreOf_->findData(kept.scoreOf)));
    filling_ = false;
}

void FilterPanel::setFilter(const items::CompareFilter& filter) {
    filling_ = true;
    for (int i = 0; i < categories_->count(); ++i) {
        const std::string category = categories_->item(i)->data(Qt::UserRole).toByteArray().toStdString();
        categories_->item(i)->setCheckState(filter.categories.contains(category) ? Qt::Checked
                                                                                 : Qt::Unchecked);
    }
    for (QCheckBox* box : marks_) {
        box->setChecked(filter.marks & box->property("mark").toUInt());
    }
    scoreOf_->setCurrentIndex(std::max(0, scoreOf_->findData(filter.scoreOf)));
    lowest_->setValue(filter.lowest.value_or(lowest_->minimum()));
    highest_->setValue(filter.highest.value_or(highest_->maximum()));
    filling_ = false;
}

void FilterPanel::apply(items::CompareFilter& filter) const {
    filter.categories.clear();
    for (int i = 0; i < categories_->count(); ++i) {
        if (categories_->item(i)->checkState() == Qt::Checked) {
            filter.categories.insert(categories_->item(i)->data(Qt::UserRole).toByteArray().toStdString());
        }
    }
    filter.marks = 0;
    for (const QCheckBox* box : marks_) {
        filter.marks |= box->isChecked() ? box->property("mark").toUInt() : 0U;
    }
    filter.scoreOf = scoreOf_->currentIndex() < 0 ? -1 : scoreOf_->currentData().toInt();
    filter.lowest.reset();
    filter.highest.reset();
    if (lowest_->value() > lowest_->minimum()) {
        filter.lowest = lowest_->value();
    }
    if (highest_->value() < highest_->maximum()) {
        filter.highest = highest_->value();
    }
}

void FilterPanel::clear() {
    setFilter({});
    emit changed();
}

bool FilterPanel::event(QEvent* event) {
    // Letters and digits typed here are not keys of the place behind.
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept();
        return true;
    }
    return QFrame::event(event);
}

void FilterPanel::openBelow(QWidget* anchor) {
    adjustSize();
    const QPoint below = anchor->mapToGlobal(QPoint(0, anchor->height() + 4));
    move(below);
    show();
    categories_->setFocus(Qt::PopupFocusReason);
    if (categories_->count() > 0 && !categories_->currentItem()) {
        categories_->setCurrentRow(0);
    }
}

} // namespace tiebreak::ui
