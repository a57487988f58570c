// SPDX-License-Identifier: GPL-3.0-or-later
// What a person does to the rows: paste, remove, duplicate, move, find, filter, rename, save.
#include "items/safe_text.h"
#include "text/utf8.h"
#include "ui/evalsets/eval_inspector.h"
#include "ui/evalsets/eval_sets_place.h"
#include "ui/evalsets/eval_table.h"
#include "ui/evalsets/revision_diff_view.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/place_bar.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/wording.h"

#include <QAction>
#include <QLineEdit>
#include <QStackedWidget>

namespace tiebreak::ui {

namespace {

/// A text of up to this size is read at once, a longer one in the background.
constexpr qsizetype readAtOnce = 32 * 1024;

QString joined(const std::vector<std::string>& notes) {
    QStringList lines;
    for (const std::string& note : notes) {
        lines.append(items::safeLine(note));
    }
    return lines.join(QStringLiteral("; "));
}

std::unordered_set<qint64> rowsWithWords(const items::EvalRows& rows, const std::string& words,
                                         const std::stop_token& stop) {
    std::vector<std::string> wanted;
    for (const std::string_view piece : text::word_segments(words)) {
        if (!text::is_blank(piece)) {
            wanted.push_back(text::casefold(piece));
        }
    }
    std::unordered_set<qint64> found;
    for (const items::EvalRowPtr& row : rows) {
        if (stop.stop_requested()) {
            break;
        }
        const domain::Item& item = *row->content;
        std::string all = item.instruction + '\n' + item.input + '\n' + item.reference + '\n' +
                          item.category + '\n' + item.external_id;
        for (const std::string& turn : item.turns) {
            all += '\n' + turn;
        }
        all = text::casefold(all);
        if (std::ranges::all_of(wanted,
                                [&](const std::string& w) { return all.find(w) != std::string::npos; })) {
            found.insert(row->key);
        }
    }
    return found;
}

} // namespace

void EvalSetsPlace::newSet(const QString& name) {
    const QString wanted = name.isEmpty() ? tr("New eval set") : name;
    session_.write(
        this, newTicket_,
        [text = wanted.toStdString()](store::Connection& c) { return store::create_eval_set(c, text); },
        [this](const std::shared_ptr<const domain::EvalSetId>& set) {
            focusNewRow_ = true;
            openSet(*set);
        });
}

void EvalSetsPlace::save() {
    if (!canEdit() || !editor_->model().isModified()) {
        return;
    }
    int blank = 0;
    qint64 first = 0;
    for (const items::EvalRowPtr& row : editor_->model().rows()) {
        if (text::is_blank(row->content->instruction)) {
            ++blank;
            first = first == 0 ? row->key : first;
        }
    }
    if (blank > 0) { // nothing could be asked
        message_->showMessage(MessageBar::Kind::error,
                              blank == 1 ? tr("A row has no instruction.")
                                         : tr("%1 rows have no instruction.").arg(blank),
                              tr("Fill it in, or remove the row."));
        clearFilters();
        table_->chooseRows({first});
        return;
    }
    const QString note = inspector_->note().trimmed();
    editor_->save(note.isEmpty() ? editor_->changeSummary() : note);
}

void EvalSetsPlace::paste(const QString& text) {
    if (!canEdit() || text.isEmpty()) {
        return;
    }
    if (text.size() <= readAtOnce) {
        takePasted(items::parsePasted(text.toStdString()));
        return;
    }
    session_.background().run(
        this, pasteTicket_,
        [bytes = text.toStdString()](const std::stop_token&) { return items::parsePasted(bytes); },
        [this](const std::shared_ptr<const items::PastedRows>& pasted) { takePasted(*pasted); },
        [this](const items::ErrorInfo& error) {
            message_->showMessage(MessageBar::Kind::error, error.what, error.mend);
        });
}

void EvalSetsPlace::takePasted(const items::PastedRows& pasted) {
    if (!canEdit()) {
        return;
    }
    items::EvalSetModel& model = editor_->model();
    const QModelIndex at = table_->currentIndex();
    if (pasted.kind == items::PastedRows::Kind::cell && at.isValid() &&
        (model.flags(at) & Qt::ItemIsEditable)) {
        model.setData(at, QString::fromStdString(pasted.items.front().instruction), Qt::EditRole);
        return;
    }
    if (pasted.items.empty()) {
        message_->showMessage(MessageBar::Kind::warn, tr("There is no row in what was copied."),
                              joined(pasted.notes));
        return;
    }
    const int count = static_cast<int>(pasted.items.size());
    const int row = at.isValid() && !model.isLastRow(at.row()) ? at.row() + 1 : model.rowCount() - 1;
    model.insertItems(row, pasted.items, count == 1 ? tr("paste a row") : tr("paste %1 rows").arg(count));
    const QString what = tr("%1 pasted%2.")
                             .arg(countedText(count, tr("row"), tr("rows")),
                                  pasted.header ? tr(", columns by their names") : QString());
    message_->showMessage(pasted.notes.empty() ? MessageBar::Kind::ok : MessageBar::Kind::warn, what,
                          pasted.notes.empty() ? tr("Ctrl Z takes them back.") : joined(pasted.notes));
}

void EvalSetsPlace::removeRows() {
    if (canEdit()) {
        editor_->model().removeShown(table_->selectedRows());
    }
}

void EvalSetsPlace::duplicateRows() {
    if (canEdit()) {
        editor_->model().duplicateShown(table_->selectedRows());
    }
}

void EvalSetsPlace::insertRow() {
    const QModelIndex at = table_->currentIndex();
    if (!canEdit() || !at.isValid()) {
        return;
    }
    editor_->model().insertItems(at.row(), {domain::Item{}}, tr("insert a row"));
    table_->QTableView::edit(editor_->model().index(at.row(), items::EvalSetModel::instruction));
}

/// One cell's text for the same cell of every selected row, such as a category.
void EvalSetsPlace::setCategoryOfRows() {
    const QModelIndex at = table_->currentIndex();
    if (canEdit() && at.isValid() && (at.flags() & Qt::ItemIsEditable)) {
        editor_->model().setCells(table_->selectedRows(), at.column(), at.data(Qt::EditRole).toString());
    }
}

void EvalSetsPlace::moveRows(int by) {
    if (canEdit()) {
        editor_->model().moveShown(table_->selectedRows(), by);
    }
}

void EvalSetsPlace::findDuplicates() {
    if (!shownModel_) {
        return;
    }
    duplicates_->setEnabled(false);
    session_.background().run(
        this, findTicket_,
        [rows = shownModel_->rows()](const std::stop_token& stop) {
            return items::findDuplicateRows(rows, stop);
        },
        [this](const std::shared_ptr<const std::vector<items::DuplicateRow>>& found) {
            duplicates_->setEnabled(true);
            showDuplicates(*found);
        },
        [this](const items::ErrorInfo& error) {
            duplicates_->setEnabled(true);
            message_->showMessage(MessageBar::Kind::error, error.what, error.mend);
        });
}

void EvalSetsPlace::showDuplicates(const std::vector<items::DuplicateRow>& found) {
    found_ = found;
    if (found.empty()) {
        message_->showMessage(MessageBar::Kind::ok, tr("No item repeats another."));
        return;
    }
    std::unordered_map<qint64, items::RowMark> marks = shownModel_->marks();
    std::unordered_set<qint64> shown;
    int near = 0;
    for (const items::DuplicateRow& row : found) {
        near += row.exact ? 0 : 1;
        shown.insert({row.key, row.first});
        marks[row.key] = {items::RowMark::Kind::duplicate,
                          row.exact ? tr("same as %1").arg(row.firstIndex + 1)
                                    : tr("like %1").arg(row.firstIndex + 1),
                          row.exact ? tr("Instruction and input are the same, case and blanks aside")
                                    : tr("%1 % alike").arg(qRound(row.similarity * 100))};
    }
    shownModel_->setMarks(std::move(marks));
    shownModel_->setFound(shown);
    updateState();
    const int exact = static_cast<int>(found.size()) - near;
    message_->showMessage(MessageBar::Kind::warn,
                          tr("%1 repeat an earlier one: %2 exactly, %3 nearly.")
                              .arg(countedText(static_cast<qint64>(found.size()), tr("item"), tr("items")))
                              .arg(exact)
                              .arg(near),
                          tr("An item that counts twice pulls every score and makes intervals too narrow."));
    if (canEdit() && exact > 0) {
        Button* remove = message_->addAction(exact == 1 ? tr("Remove the repeat")
                                                        : tr("Remove the %1 repeats").arg(exact));
        remove->setObjectName(QStringLiteral("removeDuplicates"));
        connect(remove, &QAbstractButton::clicked, this, &EvalSetsPlace::removeDuplicates);
    }
    Button* all = message_->addAction(tr("Show all items"));
    connect(all, &QAbstractButton::clicked, this, [this] {
        message_->hide();
        clearFilters();
    });
}

void EvalSetsPlace::removeDuplicates() {
    if (!canEdit()) {
        return;
    }
    QList<int> rows;
    for (const items::DuplicateRow& row : found_) {
        if (const int at = row.exact ? shownModel_->shownRowOf(row.key) : -1; at >= 0) {
            rows.append(at);
        }
    }
    std::ranges::sort(rows);
    message_->hide();
    editor_->model().removeShown(rows);
    clearFilters();
}

void EvalSetsPlace::startRename() {
    if (!canEdit()) {
        return;
    }
    name_->setText(editor_->name());
    name_->show();
    sets_->hide();
    name_->setFocus();
    name_->selectAll();
}

void EvalSetsPlace::finishRename() {
    if (name_->isHidden()) {
        return; // the focus leaves once more while it hides
    }
    const QString wanted = name_->text();
    name_->hide();
    sets_->show();
    if (editor_) {
        editor_->rename(wanted);
    }
    table_->setFocus();
}

void EvalSetsPlace::showDiff() {
    if (!editor_ || !editor_->isLoaded()) {
        return;
    }
    diff_->open(editor_->revisions(), editor_->model().isModified()
                                          ? std::make_shared<const items::EvalRows>(editor_->model().rows())
                                          : nullptr);
    whole_->setCurrentWidget(diff_);
    diff_->table()->setFocus();
}

void EvalSetsPlace::filter(const QString& words) {
    if (!shownModel_) {
        return;
    }
    if (words.trimmed().isEmpty()) {
        filterTicket_.cancel();
        shownModel_->setFound(std::nullopt);
        updateState();
        return;
    }
    session_.background().run(
        this, filterTicket_,
        [rows = shownModel_->rows(), text = words.toStdString()](const std::stop_token& stop) {
            return rowsWithWords(rows, text, stop);
        },
        [this, model = shownModel_](const std::shared_ptr<const std::unordered_set<qint64>>& keys) {
            if (model == shownModel_) {
                model->setFound(*keys);
                updateState();
            }
        },
        [this](const items::ErrorInfo& error) {
            message_->showMessage(MessageBar::Kind::error, error.what, error.mend);
        });
}

void EvalSetsPlace::clearFilters() {
    filter_->clear();
    filterTicket_.cancel();
    inspector_->clearCategory();
    if (shownModel_) {
        shownModel_->setFound(std::nullopt);
        shownModel_->setCategory(std::nullopt);
    }
    updateState();
}

/// Categories and lengths, of a snapshot, once edits rest.
void EvalSetsPlace::recount() {
    if (!shownModel_) {
        return;
    }
    struct Counts {
        items::EvalCategoryModel::Counts categories;
        std::vector<int> lengths;
    };
    session_.background().run(
        this, countTicket_,
        [rows = shownModel_->rows()](const std::stop_token& stop) {
            Counts counts{items::categoryCounts(rows), {}};
            for (const items::EvalRowPtr& row : rows) {
                if (stop.stop_requested()) {
                    break;
                }
                counts.lengths.push_back(items::wordsOf(*row));
            }
            return counts;
        },
        [this](const std::shared_ptr<const Counts>& counts) {
            inspector_->setCounts(counts->categories, counts->lengths);
        },
        [](const items::ErrorInfo&) {});
}

void EvalSetsPlace::updateState() {
    if (!shownModel_ || !editor_) {
        return;
    }
    const int total = shownModel_->total();
    const int shown = shownModel_->rowCount() - (shownModel_->isEditable() ? 1 : 0);
    bar_->setSubtitle(countedText(total, tr("item"), tr("items")));
    count_->setText(shown == total ? QString() : tr("%1 of %2").arg(countText(shown), countText(total)));
    const bool hidden = shown == 0 && total > 0;
    body_->setCurrentIndex(hidden ? 1 : 0);
    const bool modified = editor_->model().isModified();
    const bool can = canEdit();
    saveButton_->setEnabled(can && modified);
    saveAction_->setEnabled(can && modified);
    rename_->setEnabled(can);
    QUndoStack& undo = editor_->model().undoStack();
    undo_->setEnabled(can && undo.canUndo());
    redo_->setEnabled(can && undo.canRedo());
    undo_->setToolTip(undo.canUndo() ? tr("Undo: %1").arg(undo.undoText()) : tr("Undo"));
    redo_->setToolTip(undo.canRedo() ? tr("Redo: %1").arg(undo.redoText()) : tr("Redo"));
    const domain::EvalSetRevisionId current = oldRevision_.stored() ? oldRevision_ : editor_->model().base();
    inspector_->setRevisions(editor_->revisions(), current, modified ? editor_->changeSummary() : QString());
}

} // namespace tiebreak::ui
