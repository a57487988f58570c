// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evalsets/revision_diff_view.h"

#include "items/roles.h"
#include "items/safe_text.h"
#include "ui/compare/safe_text_view.h"
#include "ui/widgets/button.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/wording.h"

#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QSplitter>
#include <QVBoxLayout>

namespace tiebreak::ui {

namespace {

using Kind = workbench::ItemEdit::Kind;

constexpr int mostShown = 5000; ///< a list of more changes than this is read by nobody

std::vector<store::StoredItem> asStored(const items::EvalRows& rows) {
    std::vector<store::StoredItem> result;
    result.reserve(rows.size());
    for (const items::EvalRowPtr& row : rows) {
        result.push_back({row->revision, row->item, {}, static_cast<int>(result.size()), *row->content});
    }
    return result;
}

QString fieldTitle(const std::string& field) {
    return field == "id"            ? RevisionDiffView::tr("Id")
           : field == "instruction" ? RevisionDiffView::tr("Instruction")
           : field == "input"       ? RevisionDiffView::tr("Input")
           : field == "reference"   ? RevisionDiffView::tr("Reference")
           : field == "category"    ? RevisionDiffView::tr("Category")
           : field == "turns"       ? RevisionDiffView::tr("Further turns")
           : field == "system"      ? RevisionDiffView::tr("System prompt")
                                    : RevisionDiffView::tr("Other fields");
}

void append(items::SafeText& all, const QString& title, items::SafeText part) {
    if (!all.lines.empty()) {
        all.lines.push_back({});
    }
    all.lines.push_back({{{title, items::RunStyle::strong}}, false});
    for (items::TextLine& line : part.lines) {
        all.lines.push_back(std::move(line));
    }
    all.bytes += part.bytes;
    all.shown += part.shown;
    all.coarse = all.coarse || part.coarse;
}

items::SafeText wordsOfChange(const store::StoredItem* before, const store::StoredItem* after,
                              const std::vector<std::string>& fields, const std::stop_token& stop) {
    items::SafeText all;
    all.compared = true;
    const std::vector<std::string> shown =
        fields.empty() ? std::vector<std::string>{"instruction", "input", "reference", "category", "turns"}
                       : fields;
    for (const std::string& field : shown) {
        const std::string old = before ? workbench::field_of(before->content, field) : std::string();
        const std::string now = after ? workbench::field_of(after->content, field) : std::string();
        if (!old.empty() || !now.empty()) {
            append(all, fieldTitle(field),
                   items::safeDiff(old, now, items::TextForm::clean, items::shownAtFirst, stop));
        }
    }
    return all;
}

} // namespace

RevisionDiffView::RevisionDiffView(items::ProjectSession& session, Settings& settings, QWidget* parent)
    : Pane(&Tokens::content, {}, parent)
    , session_(session)
    , before_(new Choice(tr("Older revision")))
    , after_(new Choice(tr("Newer revision")))
    , summary_(new TextLabel({}, TextSize::body, &Tokens::text2))
    , table_(new TableView(tr("Changed items"), QStringLiteral("eval-diff"), &settings))
    , words_(new SafeTextView(tr("What changed in this item"))) {
    setObjectName(QStringLiteral("revisionDiff"));
    before_->setObjectName(QStringLiteral("diffBefore"));
    after_->setObjectName(QStringLiteral("diffAfter"));
    table_->setObjectName(QStringLiteral("diffChanges"));
    words_->setObjectName(QStringLiteral("diffWords"));
    summary_->setObjectName(QStringLiteral("diffSummary"));
    auto* back = new Button(tr("Back to the items"), ButtonKind::flat);
    back->setIconName(QStringLiteral("arrow-left"));
    back->setObjectName(QStringLiteral("diffBack"));
    auto* strip = new Pane(&Tokens::content, Qt::BottomEdge);
    auto* line = new QHBoxLayout(strip);
    line->setContentsMargins(8, 6, 16, 6);
    line->setSpacing(8);
    line->addWidget(back);
    line->addWidget(new TextLabel(tr("From"), TextSize::body, &Tokens::text3));
    line->addWidget(before_);
    line->addWidget(new TextLabel(tr("to"), TextSize::body, &Tokens::text3));
    line->addWidget(after_);
    line->addWidget(summary_);
    line->addStretch();

    table_->setItemDelegate(new CellDelegate(table_));
    table_->setModel(&changes_);
    words_->setTextMargins({16, 12, 12, 12});
    auto* splitter = new QSplitter;
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(table_);
    splitter->addWidget(words_);
    splitter->setSizes({420, 480});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(strip);
    layout->addWidget(splitter, 1);

    connect(back, &QAbstractButton::clicked, this, &RevisionDiffView::backRequested);
    for (Choice* choice : {before_, after_}) {
        connect(choice, &QComboBox::activated, this, &RevisionDiffView::compare);
    }
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& index) { showChange(index.row()); });
}

void RevisionDiffView::open(const std::vector<store::EvalSetRevisionRow>& revisions,
                            std::shared_ptr<const items::EvalRows> unsaved) {
    unsaved_ = std::move(unsaved);
    before_->clear();
    after_->clear();
    if (unsaved_) {
        after_->addItem(tr("now, not saved"), QVariant::fromValue<qint64>(0));
    }
    for (const store::EvalSetRevisionRow& row : revisions) {
        const QString text = QStringLiteral("r%1").arg(row.number);
        before_->addItem(text, QVariant::fromValue<qint64>(row.id.value));
        after_->addItem(text, QVariant::fromValue<qint64>(row.id.value));
    }
    after_->setCurrentIndex(0);
    before_->setCurrentIndex(unsaved_ || revisions.size() < 2 ? 0 : 1);
    compare();
}

void RevisionDiffView::compare() {
    summary_->setText(tr("Comparing …"));
    session_.read(
        this, versionsTicket_,
        [before = domain::EvalSetRevisionId{before_->currentData().toLongLong()},
         after = domain::EvalSetRevisionId{after_->currentData().toLongLong()},
         unsaved = unsaved_](store::Connection& c) {
            Versions versions;
            versions.before = store::items(c, before);
            versions.after = after.stored() ? store::items(c, after) : asStored(*unsaved);
            versions.diff = workbench::diff_eval_sets(versions.before, versions.after);
            return versions;
        },
        [this](const std::shared_ptr<const Versions>& versions) { showVersions(versions); });
}

void RevisionDiffView::showVersions(const std::shared_ptr<const Versions>& versions) {
    versions_ = versions;
    changes_.clear();
    changes_.setHorizontalHeaderLabels({tr("Change"), tr("No."), tr("Instruction")});
    int shown = 0;
    for (const workbench::ItemEdit& change : versions->diff.changes) {
        if (++shown > mostShown) {
            break;
        }
        const bool removed = change.kind == Kind::removed;
        const auto& list = removed ? versions->before : versions->after;
        const int at = removed ? change.before : change.after;
        auto* kind = new QStandardItem(removed                      ? tr("− removed")
                                       : change.kind == Kind::added ? tr("+ added")
                                                                    : tr("≠ changed"));
        kind->setData(static_cast<int>(removed                      ? items::Tone::bad
                                       : change.kind == Kind::added ? items::Tone::ok
                                                                    : items::Tone::warn),
                      items::toneRole);
        auto* number = new QStandardItem(QString::number(at + 1));
        number->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        number->setData(static_cast<int>(items::Tone::hint), items::toneRole);
        auto* text =
            new QStandardItem(items::safeLine(list[static_cast<std::size_t>(at)].content.instruction));
        for (QStandardItem* item : {kind, number, text}) {
            item->setEditable(false);
        }
        changes_.appendRow({kind, number, text});
    }
    table_->setColumnWidths({96, 52, 0});
    const QString what = QString::fromStdString(workbench::summary_of(versions->diff));
    summary_->setText(what.isEmpty() ? tr("nothing differs") : what);
    if (changes_.rowCount() > 0) {
        table_->selectRow(0);
        showChange(0);
    } else {
        words_->showText(std::make_shared<const items::SafeText>());
    }
}

void RevisionDiffView::showChange(int row) {
    if (!versions_ || row < 0 || row >= static_cast<int>(versions_->diff.changes.size())) {
        return;
    }
    session_.background().run(
        this, wordsTicket_,
        [versions = versions_, row](const std::stop_token& stop) {
            const workbench::ItemEdit& change = versions->diff.changes[static_cast<std::size_t>(row)];
            const auto at = [](const std::vector<store::StoredItem>& list, int place) {
                return place < 0 ? nullptr : &list[static_cast<std::size_t>(place)];
            };
            return wordsOfChange(at(versions->before, change.before), at(versions->after, change.after),
                                 change.fields, stop);
        },
        [this](const std::shared_ptr<const items::SafeText>& text) { words_->showText(text); },
        [](const items::ErrorInfo&) {});
}

} // namespace tiebreak::ui
