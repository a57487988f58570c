// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evalsets/eval_inspector.h"

#include "items/roles.h"
#include "ui/evalsets/length_histogram.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/section_title.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/wording.h"

#include <QDateTime>
#include <QHeaderView>
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

} // namespace

EvalInspector::EvalInspector(Settings& settings, QWidget* parent)
    : Pane(&Tokens::raised, Qt::LeftEdge, parent)
    , categoryTable_(new TableView(tr("Categories"), QStringLiteral("eval-categories"), &settings))
    , lengths_(new LengthHistogram)
    , revisionTable_(new TableView(tr("Revisions"), QStringLiteral("eval-revisions"), &settings)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 0, 12);
    layout->setSpacing(0);
    layout->addWidget(new SectionTitle(tr("Categories"), tr("click filters")));
    categoryTable_->setObjectName(QStringLiteral("evalCategories"));
    categoryTable_->setItemDelegate(new CellDelegate(categoryTable_));
    categoryTable_->setItemDelegateForColumn(1, new ShareDelegate(categoryTable_));
    categoryTable_->horizontalHeader()->hide();
    categoryTable_->setModel(&categories_);
    categoryTable_->setColumnWidths({130, 0, 56});
    layout->addWidget(categoryTable_, 3);
    layout->addWidget(new SectionTitle(tr("Length"), tr("words, instruction and input")));
    auto* histogram = new QHBoxLayout;
    histogram->setContentsMargins(16, 0, 16, 8);
    histogram->addWidget(lengths_);
    layout->addLayout(histogram);
    layout->addWidget(new SectionTitle(tr("Revisions"), tr("old runs show theirs")));
    revisionTable_->setObjectName(QStringLiteral("evalRevisions"));
    revisionTable_->setItemDelegate(new CellDelegate(revisionTable_));
    revisionTable_->horizontalHeader()->hide();
    revisionTable_->setModel(&revisions_);
    revisionTable_->setColumnWidths({46, 0, 96});
    layout->addWidget(revisionTable_, 2);

    connect(categoryTable_, &QAbstractItemView::clicked, this, [this](const QModelIndex& index) {
        const QString category = categories_.category(index.row());
        chosen_ = category == chosen_ ? QString() : category; // a second click takes the filter back
        if (chosen_.isEmpty()) {
            categoryTable_->clearSelection();
        }
        emit categoryChosen(chosen_);
    });
    connect(revisionTable_, &TableView::rowOpened, this, [this](const QModelIndex& index) {
        emit revisionChosen(revisions_.item(index.row(), 0)->data(items::idRole).toLongLong());
    });
}

void EvalInspector::setItems(const items::EvalItemsModel::Items& items, std::vector<int> lengths) {
    chosen_.clear();
    categories_.setItems(items);
    lengths_->setLengths(std::move(lengths));
}

void EvalInspector::setRevisions(const std::vector<store::EvalSetRevisionRow>& revisions,
                                 domain::EvalSetRevisionId shown) {
    revisions_.clear();
    revisions_.setColumnCount(3);
    for (const store::EvalSetRevisionRow& row : revisions) {
        auto* number = new QStandardItem(QStringLiteral("r%1").arg(row.number));
        number->setData(QVariant::fromValue<qint64>(row.id.value), items::idRole);
        number->setData(row.id == shown, items::boldRole);
        const QString used =
            row.runs == 0 ? QString() : QStringLiteral(", ") + countedText(row.runs, tr("run"), tr("runs"));
        auto* what = new QStandardItem(countedText(row.items, tr("item"), tr("items")) + used);
        auto* when = new QStandardItem(
            QLocale().toString(QDateTime::fromMSecsSinceEpoch(row.created).date(), QLocale::ShortFormat));
        when->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        when->setData(static_cast<int>(items::Tone::hint), items::toneRole);
        revisions_.appendRow({number, what, when});
    }
    revisionTable_->setColumnWidths({46, 0, 96});
}

} // namespace tiebreak::ui
