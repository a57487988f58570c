// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/eval_set_editor.h"

#include "store/drafts.h"
#include "workbench/eval_set_diff.h"
#include "workbench/eval_set_draft.h"

#include <unordered_map>

namespace tiebreak::items {

namespace {

constexpr int draftRestMs = 300;

struct Loaded {
    QString name;
    std::vector<store::EvalSetRevisionRow> revisions;
    EvalRows rows;
    std::optional<EvalRows> draft;
};

/// The draft's rows: those of a stored revision are the very rows of `rows` where they are among them.
EvalRows draftRows(store::Connection& connection, const workbench::EvalSetDraft& draft,
                   domain::EvalSetRevisionId newest, const EvalRows& rows) {
    std::unordered_map<std::int64_t, EvalRowPtr> known;
    qint64 key = 1;
    for (const EvalRowPtr& row : rows) {
        known.emplace(row->revision.value, row);
        key = std::max(key, row->key + 1);
    }
    if (draft.base != newest) { // another revision was saved since the draft began
        for (const store::StoredItem& item : store::items(connection, draft.base)) {
            auto row = std::make_shared<EvalRow>();
            row->key = key++;
            row->item = item.item;
            row->revision = item.revision;
            row->content = std::make_shared<const domain::Item>(item.content);
            known.emplace(item.revision.value, std::move(row));
        }
    }
    EvalRows result;
    for (const workbench::DraftRow& row : draft.rows) {
        if (row.revision.stored()) {
            if (const auto found = known.find(row.revision.value); found != known.end()) {
                result.push_back(found->second);
            }
            continue;
        }
        auto made = std::make_shared<EvalRow>();
        made->key = key++;
        made->item = row.item;
        made->content = row.content;
        result.push_back(std::move(made));
    }
    return result;
}

Loaded loadSet(store::Connection& connection, domain::EvalSetId set) {
    Loaded loaded;
    loaded.revisions = store::eval_set_revisions(connection, set);
    if (loaded.revisions.empty()) {
        return loaded;
    }
    const domain::EvalSetRevisionId newest = loaded.revisions.front().id;
    loaded.name = QString::fromStdString(store::eval_set_name(connection, newest));
    loaded.rows = rowsOf(store::items(connection, newest));
    if (const auto text = store::draft(connection, workbench::draft_key(set))) {
        loaded.draft = draftRows(connection, workbench::draft_from_json(*text), newest, loaded.rows);
    }
    return loaded;
}

std::vector<workbench::DraftRow> asDraft(const EvalRows& rows) {
    std::vector<workbench::DraftRow> result;
    result.reserve(rows.size());
    for (const EvalRowPtr& row : rows) {
        result.push_back({row->item, row->revision, row->content});
    }
    return result;
}

} // namespace

EvalSetEditor::EvalSetEditor(ProjectSession& session, domain::EvalSetId set, QObject* parent)
    : QObject(parent)
    , session_(session)
    , set_(set) {
    draftTimer_.setSingleShot(true);
    draftTimer_.setInterval(draftRestMs);
    connect(&draftTimer_, &QTimer::timeout, this, &EvalSetEditor::flushDraft);
    connect(&model_, &EvalSetModel::edited, this, [this] {
        if (loaded_ && !session_.isReadOnly()) {
            draftDue_ = true;
            draftTimer_.start();
        }
    });
    connect(&session_, &ProjectSession::aboutToClose, this, &EvalSetEditor::flushDraft);
}

EvalSetEditor::~EvalSetEditor() {
    flushDraft();
}

void EvalSetEditor::load() {
    session_.read(
        this, loadTicket_, [set = set_](store::Connection& c) { return loadSet(c, set); },
        [this](const std::shared_ptr<const Loaded>& found) {
            if (found->revisions.empty()) {
                return;
            }
            loaded_ = false; // what follows is no edit
            name_ = found->name;
            revisions_ = found->revisions;
            stored_ = found->rows;
            model_.setStored(revisions_.front().id, found->rows, !session_.isReadOnly());
            hadDraft_ = found->draft.has_value();
            if (found->draft) {
                model_.restoreDraft(*found->draft);
            }
            loaded_ = true;
            emit loaded();
        },
        [this](const ErrorInfo& error) { emit failed(error); });
}

void EvalSetEditor::flushDraft() {
    if (!draftDue_ || !session_.project()) {
        return;
    }
    draftDue_ = false;
    draftTimer_.stop();
    // A snapshot goes along: it is written out on the writer's own thread.
    const EvalRows rows = model_.isModified() ? model_.rows() : EvalRows{};
    session_.project()->writer().post(
        [set = set_, base = model_.base(), modified = model_.isModified(), rows](store::Connection& c) {
            if (modified) {
                store::keep_draft(c, workbench::draft_key(set), workbench::to_json(base, asDraft(rows)));
            } else {
                store::drop_draft(c, workbench::draft_key(set));
            }
        });
}

void EvalSetEditor::save(const QString& note) {
    if (!loaded_ || !model_.isModified()) {
        return;
    }
    draftDue_ = false;
    draftTimer_.stop();
    struct Saved {
        domain::EvalSetRevisionId revision;
        std::vector<store::StoredItem> items;
        std::vector<store::EvalSetRevisionRow> revisions;
    };
    session_.write(
        this, saveTicket_,
        [set = set_, rows = model_.rows(), note = note.trimmed().toStdString()](store::Connection& c) {
            std::vector<store::EditedItem> items;
            items.reserve(rows.size());
            for (const EvalRowPtr& row : rows) {
                items.push_back({row->item, *row->content});
            }
            Saved saved;
            saved.revision = store::save_eval_set_edit(c, set, items, "typed", note);
            store::drop_draft(c, workbench::draft_key(set));
            saved.items = store::items(c, saved.revision);
            saved.revisions = store::eval_set_revisions(c, set);
            return saved;
        },
        [this, rows = model_.rows()](const std::shared_ptr<const Saved>& done) {
            model_.setSaved(done->revision, rows, done->items);
            stored_ = rowsOf(done->items);
            revisions_ = done->revisions;
            if (model_.isModified()) { // typed on meanwhile
                draftDue_ = true;
                draftTimer_.start();
            }
            emit saved(done->revision.value);
        });
}

void EvalSetEditor::rename(const QString& name) {
    const QString before = name_;
    const QString after = name.trimmed();
    if (after.isEmpty() || after == before) {
        return;
    }
    model_.push(
        tr("rename"), [this, after] { writeName(after); }, [this, before] { writeName(before); });
}

void EvalSetEditor::writeName(const QString& name) {
    session_.background().run(
        this, nameTicket_,
        [project = session_.project(), set = set_, text = name.toStdString()](const std::stop_token&) {
            project->writer().run([&](store::Connection& c) { store::rename_eval_set(c, set, text); });
            return true;
        },
        [this, name](const std::shared_ptr<const bool>&) {
            name_ = name;
            session_.refresh();
            emit renamed();
        },
        [this](const ErrorInfo& error) { emit failed(error); });
}

void EvalSetEditor::discardEdits() {
    model_.replaceAll(stored_, tr("discard the edits"));
}

/// By ids alone: no text is compared, so that it may be asked after each edit.
QString EvalSetEditor::changeSummary() const {
    std::unordered_map<std::int64_t, domain::ItemRevisionId> before;
    for (const EvalRowPtr& row : stored_) {
        before.emplace(row->item.value, row->revision);
    }
    workbench::EvalSetDiff diff;
    int kept = 0;
    std::vector<std::int64_t> order;
    for (const EvalRowPtr& row : model_.rows()) {
        const auto found = row->item.stored() ? before.find(row->item.value) : before.end();
        if (found == before.end()) {
            ++diff.added;
        } else {
            ++kept;
            diff.changed += found->second == row->revision ? 0 : 1;
            order.push_back(row->item.value);
        }
    }
    diff.removed = static_cast<int>(stored_.size()) - kept;
    std::size_t at = 0;
    for (const EvalRowPtr& row : stored_) { // those that are left, in the order they had
        at += at < order.size() && order[at] == row->item.value ? 1 : 0;
    }
    diff.reordered = diff.removed == 0 && at < order.size();
    return QString::fromStdString(workbench::summary_of(diff));
}

} // namespace tiebreak::items
