// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/rubric_editor.h"

#include "judging/rubrics.h"
#include "store/drafts.h"
#include "text/utf8.h"

#include <QUndoCommand>

#include <algorithm>

namespace tiebreak::items {

namespace {

constexpr int draftRestMs = 300;

std::string draftKey(domain::RubricId id) {
    return "rubric/" + std::to_string(id.value);
}

} // namespace

const std::vector<RubricScale>& rubricScales() {
    static const std::vector<RubricScale> scales{{"1–5", 1, 5, false, 5},
                                                 {"1–10", 1, 10, false, 10},
                                                 {"0–100", 0, 100, false, 5},
                                                 {"yes / no", 0, 1, true, 2}};
    return scales;
}

int scaleOf(const domain::Rubric& rubric) {
    const auto& scales = rubricScales();
    for (std::size_t i = 0; i < scales.size(); ++i) {
        const bool same =
            scales[i].yesNo == rubric.yes_no &&
            (rubric.yes_no || (scales[i].low == rubric.scale_min && scales[i].high == rubric.scale_max));
        if (same) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

QString scaleText(const domain::Rubric& rubric) {
    const int known = scaleOf(rubric);
    return known >= 0 ? QString::fromUtf8(rubricScales()[static_cast<std::size_t>(known)].name)
                      : QStringLiteral("%1–%2").arg(rubric.scale_min).arg(rubric.scale_max);
}

QString describedScore(const domain::Rubric& rubric, int index, int count) {
    if (rubric.yes_no) {
        return index == 0 ? RubricEditor::tr("no") : RubricEditor::tr("yes");
    }
    const double score = count <= 1 ? rubric.scale_max
                                    : rubric.scale_min + (rubric.scale_max - rubric.scale_min) * index /
                                                             static_cast<double>(count - 1);
    return QString::number(score, 'g', 4);
}

/// One change; more of it in the same part joins it.
class RubricEditor::Step : public QUndoCommand {
public:
    Step(RubricEditor& editor, Part part, int index, domain::Rubric before, domain::Rubric after)
        : QUndoCommand(part == Part::name       ? tr("rename")
                       : part == Part::criteria ? tr("edit the criteria")
                       : part == Part::scale    ? tr("change the scale")
                                                : tr("describe a score"))
        , editor_(editor)
        , part_(part)
        , index_(index)
        , before_(std::move(before))
        , after_(std::move(after)) {}

    int id() const override { return part_ == Part::scale ? -1 : static_cast<int>(part_) * 100 + index_; }
    bool mergeWith(const QUndoCommand* other) override {
        after_ = static_cast<const Step*>(other)->after_;
        return true;
    }
    void redo() override { editor_.set(after_); }
    void undo() override { editor_.set(before_); }

private:
    RubricEditor& editor_;
    Part part_;
    int index_;
    domain::Rubric before_;
    domain::Rubric after_;
};

RubricEditor::RubricEditor(ProjectSession& session, const store::RubricRow& row, QObject* parent)
    : QObject(parent)
    , session_(session)
    , id_(row.id)
    , rubric_(row.rubric)
    , stored_(row.rubric) {
    draftTimer_.setSingleShot(true);
    draftTimer_.setInterval(draftRestMs);
    connect(&draftTimer_, &QTimer::timeout, this, &RubricEditor::flushDraft);
    connect(&session_, &ProjectSession::aboutToClose, this, &RubricEditor::flushDraft);
}

RubricEditor::~RubricEditor() {
    flushDraft();
}

void RubricEditor::load() {
    struct Loaded {
        std::vector<store::RubricRevisionRow> revisions;
        std::optional<domain::Rubric> draft;
    };
    session_.read(
        this, loadTicket_,
        [id = id_](store::Connection& c) {
            Loaded loaded{store::rubric_revisions(c, id), std::nullopt};
            if (const auto text = store::draft(c, draftKey(id))) {
                loaded.draft = judging::read_rubric(*text);
            }
            return loaded;
        },
        [this](const std::shared_ptr<const Loaded>& loaded) {
            revisions_ = loaded->revisions;
            if (loaded->draft && *loaded->draft != rubric_) {
                undo_.push(new Step(*this, Part::scale, 0, rubric_, *loaded->draft));
            }
            emit changed();
        },
        [this](const ErrorInfo& error) { emit failed(error); });
}

void RubricEditor::change(Part part, const domain::Rubric& now, int index) {
    if (now != rubric_) {
        undo_.push(new Step(*this, part, index, rubric_, now));
    }
}

void RubricEditor::set(const domain::Rubric& rubric) {
    rubric_ = rubric;
    if (!session_.isReadOnly()) {
        draftDue_ = true;
        draftTimer_.start();
    }
    emit changed();
}

void RubricEditor::flushDraft() {
    if (!draftDue_ || !session_.project()) {
        return;
    }
    draftDue_ = false;
    draftTimer_.stop();
    session_.project()->writer().post(
        [id = id_, modified = isModified(), rubric = rubric_](store::Connection& c) {
            // A rubric without criteria is no rubric yet, and reads back as none.
            if (modified && !text::is_blank(rubric.criteria) && !text::is_blank(rubric.name)) {
                store::keep_draft(c, draftKey(id), judging::rubric_json(rubric));
            } else if (!modified) {
                store::drop_draft(c, draftKey(id));
            }
        });
}

QString RubricEditor::problem() const {
    if (text::is_blank(rubric_.name)) {
        return tr("The rubric has no name.");
    }
    if (text::is_blank(rubric_.criteria)) {
        return tr("Say what a good answer is: the criteria are empty.");
    }
    if (!rubric_.yes_no && !(rubric_.scale_min < rubric_.scale_max)) {
        return tr("The scale's lower end must be below its upper end.");
    }
    return {};
}

QString RubricEditor::warning() const {
    const auto blank = std::ranges::count_if(rubric_.descriptions,
                                             [](const std::string& text) { return text::is_blank(text); });
    return blank > 0 && blank < static_cast<std::ptrdiff_t>(rubric_.descriptions.size())
               ? tr("%1 of %2 scores have no description.").arg(blank).arg(rubric_.descriptions.size())
               : QString();
}

void RubricEditor::save() {
    if (!isModified() || !problem().isEmpty()) {
        return;
    }
    draftDue_ = false;
    draftTimer_.stop();
    struct Saved {
        domain::Rubric rubric;
        std::vector<store::RubricRevisionRow> revisions;
    };
    domain::Rubric wanted = rubric_;
    if (std::ranges::all_of(wanted.descriptions, [](const std::string& t) { return text::is_blank(t); })) {
        wanted.descriptions.clear(); // none is described
    }
    session_.background().run(
        this, saveTicket_,
        [project = session_.project(), id = id_, wanted](const std::stop_token&) {
            return project->writer().run([&](store::Connection& c) {
                store::rename_rubric(c, id, wanted.name);
                store::save_rubric(c, wanted);
                store::drop_draft(c, draftKey(id));
                return Saved{wanted, store::rubric_revisions(c, id)};
            });
        },
        [this, before = rubric_](const std::shared_ptr<const Saved>& done) {
            stored_ = done->rubric;
            if (rubric_ == before) {
                rubric_ = done->rubric;
            }
            revisions_ = done->revisions;
            session_.refresh();
            emit changed();
            emit saved(revisions_.empty() ? 0 : revisions_.front().number);
        },
        [this](const ErrorInfo& error) { emit failed(error); });
}

void RubricEditor::follow(const store::RubricRow& row) {
    if (!isModified() && row.rubric != stored_) {
        stored_ = row.rubric;
        rubric_ = row.rubric;
        load();
    }
}

} // namespace tiebreak::items
