// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/notes/note_keeper.h"

#include "items/figures.h"
#include "items/safe_text.h"
#include "ui/notes/note_strip.h"
#include "ui/settings/settings.h"

namespace tiebreak::ui {

namespace {

/// The note that stands with the words it replaced.
struct Standing {
    std::optional<store::NoteRow> note;
    std::string before;
    int others = 0; ///< notes of other copies of the file on the same thing
};

} // namespace

NoteKeeper::NoteKeeper(items::ProjectSession& session, NoteStrip& strip, Settings* settings)
    : QObject(&strip)
    , session_(session)
    , strip_(strip)
    , settings_(settings) {
    strip_.hide();
    connect(&strip_, &NoteStrip::noteWanted, this, &NoteKeeper::write);
    connect(&strip_, &NoteStrip::undoWanted, this, &NoteKeeper::undo);
    connect(&session_, &items::ProjectSession::closed, this, [this] {
        about_ = {};
        newest_.clear();
        before_.clear();
        stands_.clear();
        readTicket_.cancel();
        strip_.setNote({}, {}, false);
    });
}

NoteKeeper::Key NoteKeeper::keyOf(const store::NoteAbout& about) {
    return {about.run.value, about.item.value};
}

QString NoteKeeper::author() const {
    return settings_ ? settings_->person() : qEnvironmentVariable("USER", QStringLiteral("me"));
}

void NoteKeeper::setAbout(const store::NoteAbout& about) {
    if (keyOf(about) == keyOf(about_)) {
        return;
    }
    strip_.settle(); // what was typed belongs to what was there
    about_ = about;
    strip_.setNote({}, {}, false);
    read();
}

void NoteKeeper::read() {
    if (!about_.run.stored() && !about_.item.stored()) {
        return;
    }
    session_.read(
        this, readTicket_,
        [about = about_](store::Connection& connection) {
            Standing standing;
            const std::vector<store::NoteRow> rows = store::notes(connection, about);
            if (!rows.empty()) {
                standing.note = rows.back();
                standing.others = static_cast<int>(rows.size()) - 1;
                if (!rows.back().supersedes.empty()) {
                    standing.before = store::note(connection, rows.back().supersedes).body;
                }
            }
            return standing;
        },
        [this, about = about_](const std::shared_ptr<const Standing>& standing) {
            const Key key = keyOf(about);
            if (key != keyOf(about_)) {
                return;
            }
            auto& before = before_[key];
            if (standing->note) {
                newest_[key] = standing->note->uid;
                if (before.empty() && !standing->before.empty()) {
                    before.push_back(QString::fromStdString(standing->before));
                }
            }
            const QString body = standing->note ? QString::fromStdString(standing->note->body) : QString();
            stands_[key] = body;
            QString byline;
            if (standing->note) {
                byline = tr("%1, %2").arg(items::safeLine(standing->note->author),
                                          items::dayAndTime(standing->note->created));
                if (standing->others > 0) {
                    byline += tr(", and %1 more").arg(standing->others);
                }
            }
            strip_.setNote(body, byline, !before.empty());
        });
}

void NoteKeeper::write(const QString& body) {
    const Key key = keyOf(about_);
    before_[key].push_back(stands_[key]);
    stands_[key] = body;
    const std::string supersedes = newest_[key];
    session_.write(
        this, writeTickets_[key],
        [about = about_, who = author().toStdString(), words = body.toStdString(),
         supersedes](store::Connection& connection) {
            // Between two quick writes the newest is known to the store alone.
            const std::vector<store::NoteRow> rows = store::notes(connection, about);
            const std::string& former = rows.empty() ? supersedes : rows.back().uid;
            return store::add_note(connection, about, who, words, former);
        },
        [this, key](const std::shared_ptr<const std::string>& uid) {
            newest_[key] = *uid;
            if (key == keyOf(about_)) {
                read();
            }
            emit stored();
        });
}

void NoteKeeper::undo() {
    const Key key = keyOf(about_);
    auto& before = before_[key];
    if (before.empty()) {
        return;
    }
    const QString body = before.back();
    before.pop_back();
    write(body);
    before_[key].pop_back(); // undoing is no step of its own
    strip_.setNote(body, {}, !before.empty());
}

} // namespace tiebreak::ui
