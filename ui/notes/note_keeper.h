// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/project_session.h"
#include "store/notes.h"

#include <QObject>
#include <QString>

#include <map>
#include <optional>

namespace tiebreak::ui {

class NoteStrip;
class Settings;

/// Keeps a strip's note in the project: reads what stands, stores what is typed, brings back what was there
/// before. Words typed about one thing go to that thing, however quickly the person moves on.
class NoteKeeper : public QObject {
    Q_OBJECT

public:
    /// `settings` may be null: then the author is the system's user.
    NoteKeeper(items::ProjectSession& session, NoteStrip& strip, Settings* settings);

    void setAbout(const store::NoteAbout& about);

signals:
    void stored(); ///< a note is in the project

private:
    using Key = std::pair<std::int64_t, std::int64_t>;
    [[nodiscard]] static Key keyOf(const store::NoteAbout& about);
    void read();
    void write(const QString& body);
    void undo();
    [[nodiscard]] QString author() const;

    items::ProjectSession& session_;
    NoteStrip& strip_;
    Settings* settings_;
    store::NoteAbout about_;
    std::map<Key, std::string> newest_; ///< uid of what stands or was taken back, by what it is about
    std::map<Key, std::vector<QString>> before_; ///< what Undo brings back, newest last
    std::map<Key, QString> stands_;
    items::Ticket readTicket_;
    std::map<Key, items::Ticket>
        writeTickets_; ///< one each, so that writing about one thing never drops another
};

} // namespace tiebreak::ui
