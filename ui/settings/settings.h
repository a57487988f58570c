// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSettings>
#include <QStringList>
#include <QVariant>

#include <memory>

QT_BEGIN_NAMESPACE
class QTemporaryDir;
QT_END_NAMESPACE

namespace tiebreak::ui {

/// What the window remembers, a closed list with a typed default each; state that belongs to one place, table
/// or splitter hangs under a key with a name of its own (`state`). Nothing here matters to a project's
/// results.
class Settings {
public:
    enum class Key {
        themeMode,       ///< "system", "light" or "dark"
        windowGeometry,  ///< QByteArray of QWidget::saveGeometry
        lastPlace,       ///< id of a place
        recentFiles,     ///< QStringList, newest first
        showKeyCaps,     ///< bool
        messageBarsSeen, ///< QStringList of notices the person has closed for good
        lastFolder,      ///< where the last file was chosen
        textScale,       ///< int, per cent: 100, 110, 120 or 135
        personName,      ///< who writes notes and labels; empty: the system's user
        answerMargin,    ///< double, points: how large a difference matters, for a run's answer
    };

    /// The person's settings, in the usual place of the desktop.
    Settings();
    ~Settings();
    Settings(const Settings&) = delete;
    Settings& operator=(const Settings&) = delete;

    /// Settings in a file of their own that goes away with the object; for tests and for trying out.
    static std::unique_ptr<Settings> createTemporary();

    [[nodiscard]] QVariant get(Key key) const;
    void set(Key key, const QVariant& value);
    [[nodiscard]] static QVariant defaultOf(Key key);
    [[nodiscard]] static QString nameOf(Key key);

    /// State of one part of the window: "sidebar/compare/folded", "table/runs", "splitter/compare".
    [[nodiscard]] QVariant state(const QString& name, const QVariant& fallback = {}) const;
    void setState(const QString& name, const QVariant& value);

    /// Puts a file at the front of the recent ones; at most ten are kept.
    void addRecentFile(const QString& path);

    /// Where the person was in a project when it was closed: a place's id and target, empty at first.
    [[nodiscard]] QVariantMap lastStop(const QString& project) const;
    void setLastStop(const QString& project, const QVariantMap& stop);

    /// `personName`, or else the system's user.
    [[nodiscard]] QString person() const;

    void sync() { settings_->sync(); }

private:
    Settings(std::unique_ptr<QTemporaryDir> folder, const QString& path);

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<QSettings> settings_;
};

} // namespace tiebreak::ui
