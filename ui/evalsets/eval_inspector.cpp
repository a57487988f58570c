// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evalsets/eval_inspector.h"

#include "items/roles.h"
#include "items/safe_text.h"
#include "ui/evalsets/length_histogram.h"
#include "ui/widgets/button.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/section_title.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/wording.h"

#include <QDateTime>
#include <QHeaderView>
#include <QLineEdit>
#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>

namespace tiebreak::ui {

namespace {

/// A bar as long as its share of the largest, and nothing else.
class ShareDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        paintCellGround(*painter, option, index);
        const double share = index.data(items::valueRole).toDouble();
        const QRect box = cellContents(option, index);
        QColor fill = Theme::instance().tokens().accent;
        fill.setAlphaF(0.75F);
        painter->fillRect(QRectF(box.left(), box.center().y() - 4, box.width() * share, 9), fill);
    }
};

QStandardItem* cell(const QString& text, bool bold = false, items::Tone tone = items::Tone::normal) {
    auto* item = new QStandardItem(text);
    item->setEditable(false);
    item->setData(bold, items::boldRole);
    item->setData(static_cast<int>(tone), items::toneRole);
    return item;
}

/// "25 Nov"; with the year where it is another.
QString dayText(std::int64_t ms) {
    const QDate day = QDateTime::fromMSecsSinceEpoch(ms).date();
    return QLocale().toString(day, day.year() == QDate::currentDate().year() ? QStringLiteral("d MMM")
                                                                             : QStringLiteral("d MMM yyyy"));
}

} // namespace

EvalInspector::EvalInspector(Settings& settings, QWidget* parent)
    : Pane(&Tokens::raised, Qt::LeftEdge, parent)
    , categoryTable_(new TableView(tr("Categories"), QStringLiteral("eval-categories"), &settings))
    , lengths_(new LengthHistogram)
    , leaks_(new QWidget)
    , leaksWhat_(new TextLabel({}, TextSize::body, &Tokens::warn))
    , leaksWhere_(new TextLabel({}, TextSize::small, &Tokens::text3))
    , revisionTable_(new TableView(tr("Revisions"), QStringLiteral("eval-revisions"), &settings))
    , diff_(new Button(tr("Show what changed"), ButtonKind::flat))
    , note_(new QLineEdit)
    , foot_(new TextLabel({}, TextSize::small, &Tokens::text3)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(new SectionTitle(tr("Categories"), tr("click filters")));
    categoryTable_->setObjectName(QStringLiteral("evalCategories"));
    categoryTable_->setItemDelegate(new CellDelegate(categoryTable_));
    categoryTable_->setItemDelegateForColumn(1, new ShareDelegate(categoryTable_));
    categoryTable_->horizontalHeader()->hide();
    categoryTable_->setModel(&categories_);
    categoryTable_->setColumnWidths({130, 0, 56});
    categoryTable_->setMinimumHeight(78);
    layout->addWidget(categoryTable_, 3);
    layout->addWidget(new SectionTitle(tr("Length"), tr("words, instruction and input")));
    auto* histogram = new QHBoxLayout;
    histogram->setContentsMargins(16, 0, 16, 8);
    histogram->addWidget(lengths_);
    layout->addLayout(histogram);

    auto* leaks = new QVBoxLayout(leaks_);
    leaks->setContentsMargins(0, 0, 0, 8);
    leaks->setSpacing(4);
    leaks->addWidget(new SectionTitle(tr("In training data")));
    auto* show = new Button(tr("Show the matching rows"));
    show->setInStrip(true);
    show->setObjectName(QStringLiteral("showLeaks"));
    for (TextLabel* label : {leaksWhat_, leaksWhere_}) {
        label->setWordWrap(true);
        label->setContentsMargins(16, 0, 12, 0);
        leaks->addWidget(label);
    }
    auto* showLine = new QHBoxLayout;
    showLine->setContentsMargins(16, 2, 12, 0);
    showLine->addWidget(show);
    showLine->addStretch();
    leaks->addLayout(showLine);
    layout->addWidget(leaks_);
    leaks_->hide();

    auto* title = new SectionTitle(tr("Revisions"), tr("old runs show theirs"));
    diff_->setInStrip(true);
    diff_->setObjectName(QStringLiteral("showDiff"));
    title->addAction(diff_);
    layout->addWidget(title);
    revisionTable_->setObjectName(QStringLiteral("evalRevisions"));
    revisionTable_->setItemDelegate(new CellDelegate(revisionTable_));
    revisionTable_->horizontalHeader()->hide();
    revisionTable_->setModel(&revisions_);
    revisionTable_->setMinimumHeight(104);
    layout->addWidget(revisionTable_, 2);
    auto* noteLine = new QHBoxLayout;
    noteLine->setContentsMargins(16, 8, 12, 4);
    note_->setObjectName(QStringLiteral("revisionNote"));
    note_->setAccessibleName(tr("Note for the next revision"));
    note_->setPlaceholderText(tr("Note for the next revision"));
    note_->setMaxLength(300);
    noteLine->addWidget(note_);
    layout->addLayout(noteLine);
    foot_->setWordWrap(true);
    foot_->setContentsMargins(16, 2, 12, 10);
    foot_->setObjectName(QStringLiteral("revisionFoot"));
    layout->addWidget(foot_);

    connect(categoryTable_, &QAbstractItemView::clicked, this,
            [this](const QModelIndex& index) { chooseCategory(index.row()); });
    connect(categoryTable_, &TableView::rowOpened, this, [this](const QModelIndex& index) {
        if (index.row() != chosen_) { // by Enter; a double click has clicked already
            chooseCategory(index.row());
        }
    });
    connect(revisionTable_, &TableView::rowOpened, this, [this](const QModelIndex& index) {
        emit revisionChosen(revisions_.item(index.row(), 0)->data(items::idRole).toLongLong());
    });
    connect(diff_, &QAbstractButton::clicked, this, &EvalInspector::diffRequested);
    connect(show, &QAbstractButton::clicked, this, &EvalInspector::leaksRequested);
}

void EvalInspector::chooseCategory(int row) {
    if (row == chosen_) { // a second click takes the filter back
        clearCategory();
        emit categoryCleared();
        return;
    }
    chosen_ = row;
    emit categoryChosen(categories_.category(row));
}

void EvalInspector::clearCategory() {
    chosen_ = -1;
    categoryTable_->clearSelection();
}

void EvalInspector::setCounts(items::EvalCategoryModel::Counts categories, std::vector<int> lengths) {
    const QString kept = chosen_ >= 0 ? categories_.category(chosen_) : QString();
    const bool had = chosen_ >= 0;
    chosen_ = -1;
    for (std::size_t i = 0; had && i < categories.size(); ++i) {
        chosen_ = categories[i].first == kept ? static_cast<int>(i) : chosen_;
    }
    categories_.setCounts(std::move(categories));
    if (chosen_ >= 0) {
        categoryTable_->selectRow(chosen_);
    }
    lengths_->setLengths(std::move(lengths));
}

void EvalInspector::setLeaks(const QString& what, const QString& where) {
    leaks_->setVisible(!what.isEmpty());
    leaksWhat_->setText(what);
    leaksWhere_->setText(where);
}

void EvalInspector::setRevisions(const std::vector<store::EvalSetRevisionRow>& revisions,
                                 domain::EvalSetRevisionId shown, const QString& unsaved) {
    revisions_.clear();
    revisions_.setColumnCount(3);
    const int next = revisions.empty() ? 1 : revisions.front().number + 1;
    if (!unsaved.isEmpty()) {
        QStandardItem* number = cell(QStringLiteral("r%1").arg(next), true);
        number->setData(QVariant::fromValue<qint64>(0), items::idRole);
        QStandardItem* when = cell(tr("not saved"), false, items::Tone::warn);
        when->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        revisions_.appendRow({number, cell(unsaved), when});
    }
    for (const store::EvalSetRevisionRow& row : revisions) {
        QStandardItem* number = cell(QStringLiteral("r%1").arg(row.number), row.id == shown);
        number->setData(QVariant::fromValue<qint64>(row.id.value), items::idRole);
        const QString count = countedText(row.items, tr("item"), tr("items"));
        QStandardItem* what = cell(row.note.empty() ? count : items::safeLine(row.note));
        what->setToolTip(plainToolTip(row.note.empty()
                                          ? items::safeLine(row.source)
                                          : count + QStringLiteral(", ") + items::safeLine(row.source)));
        QStandardItem* when = cell(dayText(row.created), false, items::Tone::hint);
        when->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        revisions_.appendRow({number, what, when});
    }
    revisionTable_->setColumnWidths({46, 0, 84});
    diff_->setVisible(!unsaved.isEmpty() || revisions.size() > 1);
    note_->setEnabled(!unsaved.isEmpty());
    const store::EvalSetRevisionRow* used = nullptr;
    for (const store::EvalSetRevisionRow& row : revisions) {
        if (row.runs > 0) {
            used = &row;
            break;
        }
    }
    QString foot;
    if (used != nullptr && !unsaved.isEmpty()) {
        foot =
            (used->runs == 1 ? tr("A run used r%1. It keeps it; a saved r%2 is offered for the next run.")
                             : tr("%3 runs used r%1. They keep it; a saved r%2 is offered for the next run."))
                .arg(used->number)
                .arg(next);
        foot.replace(QLatin1String("%3"), countText(used->runs));
    } else if (!unsaved.isEmpty()) {
        foot = tr("What is not saved is kept in the project, through closing and a crash.");
    } else if (used != nullptr) {
        foot = used->runs == 1
                   ? tr("A run used r%1 and keeps it.").arg(used->number)
                   : tr("%1 runs used r%2 and keep it.").arg(countText(used->runs)).arg(used->number);
    }
    foot_->setText(foot);
    foot_->setVisible(!foot.isEmpty());
}

QString EvalInspector::note() const {
    return note_->text();
}

void EvalInspector::clearNote() {
    note_->clear();
}

} // namespace tiebreak::ui
