// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settings.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QtDebug>

namespace tiebreak::ui {

namespace {

struct Entry {
    Settings::Key key;
    const char* name;
    QVariant fallback;
};

const Entry& entryOf(Settings::Key key) {
    using Key = Settings::Key;
    static const Entry table[] = {
        {Key::themeMode, "window/theme", QStringLiteral("system")},
        {Key::windowGeometry, "window/geometry", QByteArray()},
        {Key::lastPlace, "window/lastPlace", QString()},
        {Key::recentFiles, "files/recent", QStringList()},
        {Key::showKeyCaps, "window/keyCaps", true},
        {Key::messageBarsSeen, "window/noticesSeen", QStringList()},
        {Key::lastFolder, "files/lastFolder", QString()},
        {Key::textScale, "window/textScale", 100},
        {Key::personName, "person/name", QString()},
        {Key::answerMargin, "answer/margin", 1.0},
    };
    for (const Entry& entry : table) {
        if (entry.key == key) {
            return entry;
        }
    }
    qFatal("a settings key without an entry");
}

constexpr int recentLimit = 10;

} // namespace

Settings::Settings()
    : settings_(std::make_unique<QSettings>(QStringLiteral("tiebreak"), QStringLiteral("tiebreak"))) {}

Settings::Settings(std::unique_ptr<QTemporaryDir> folder, const QString& path)
    : folder_(std::move(folder))
    , settings_(std::make_unique<QSettings>(path, QSettings::IniFormat)) {}

Settings::~Settings() {
    // Written before the temporary folder goes, or QSettings complains.
    settings_.reset();
}

std::unique_ptr<Settings> Settings::createTemporary() {
    auto folder = std::make_unique<QTemporaryDir>();
    const QString path = folder->filePath(QStringLiteral("settings.ini"));
    return std::unique_ptr<Settings>(new Settings(std::move(folder), path));
}

QVariant Settings::get(Key key) const {
    const Entry& entry = entryOf(key);
    QVariant value = settings_->value(QLatin1String(entry.name), entry.fallback);
    // An INI file stores text; a value that does not convert was written by something else.
    return value.convert(entry.fallback.metaType()) ? value : entry.fallback;
}

void Settings::set(Key key, const QVariant& value) {
    settings_->setValue(nameOf(key), value);
}

QVariant Settings::defaultOf(Key key) {
    return entryOf(key).fallback;
}

QString Settings::nameOf(Key key) {
    return QLatin1String(entryOf(key).name);
}

QVariant Settings::state(const QString& name, const QVariant& fallback) const {
    QVariant value = settings_->value(QStringLiteral("state/") + name, fallback);
    return fallback.isValid() && !value.convert(fallback.metaType()) ? fallback : value;
}

void Settings::setState(const QString& name, const QVariant& value) {
    settings_->setValue(QStringLiteral("state/") + name, value);
}

void Settings::addRecentFile(const QString& path) {
    const QString absolute = QFileInfo(path).absoluteFilePath();
    QStringList files = get(Key::recentFiles).toStringList();
    files.removeAll(absolute);
    files.prepend(absolute);
    set(Key::recentFiles, files.mid(0, recentLimit));
}

namespace {

/// Paths hold slashes, which QSettings takes for groups.
QString projectKey(const QString& project) {
    const QByteArray digest =
        QCryptographicHash::hash(QFileInfo(project).absoluteFilePath().toUtf8(), QCryptographicHash::Sha256);
    return QStringLiteral("project/") + QString::fromLatin1(digest.toHex().left(24));
}

constexpr qsizetype keptProjects = 50;

} // namespace

QVariantMap Settings::lastStop(const QString& project) const {
    return state(projectKey(project)).toMap();
}

void Settings::setLastStop(const QString& project, const QVariantMap& stop) {
    const QString key = projectKey(project);
    setState(key, stop);
    // Places of projects that were not opened for long are forgotten.
    QStringList known = state(QStringLiteral("projects")).toStringList();
    known.removeAll(key);
    known.prepend(key);
    while (known.size() > keptProjects) {
        settings_->remove(QStringLiteral("state/") + known.takeLast());
    }
    setState(QStringLiteral("projects"), known);
}

QString Settings::person() const {
    const QString name = get(Key::personName).toString().trimmed();
    if (!name.isEmpty()) {
        return name;
    }
    const QString user = qEnvironmentVariable("USER", qEnvironmentVariable("USERNAME"));
    return user.isEmpty() ? QStringLiteral("me") : user;
}

} // namespace tiebreak::ui
