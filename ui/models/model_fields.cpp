// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/model_fields.h"

#include "client/url.h"

#include <cmath>

namespace tiebreak::ui {

using domain::Error;
using domain::ErrorKind;

QLineEdit* formField(const char* object, const QString& name, const QString& hint) {
    auto* edit = new QLineEdit;
    edit->setObjectName(QLatin1String(object));
    edit->setAccessibleName(name);
    edit->setPlaceholderText(hint);
    return edit;
}

std::optional<double> numberOf(const QLineEdit& edit) {
    const QString text = edit.text().trimmed();
    if (text.isEmpty()) {
        return std::nullopt;
    }
    bool ok = false;
    const double value = text.toDouble(&ok);
    if (!ok || !std::isfinite(value)) {
        throw Error(ErrorKind::usage, "\"" + text.toStdString() + "\" is not a number",
                    edit.accessibleName().toStdString(), "write it like 3.674");
    }
    return value;
}

QString numberIn(const std::optional<double>& value) {
    return value ? QString::number(*value, 'g', 10) : QString();
}

std::string addressIn(const QLineEdit& edit) {
    return client::parse_url(edit.text().trimmed().toStdString()).text;
}

std::string keyNameIn(const QLineEdit& edit) {
    const QString key = edit.text().trimmed();
    if (!key.isEmpty() && !key.startsWith(QLatin1String("env:")) &&
        !key.startsWith(QLatin1String("keyring:"))) {
        throw Error(ErrorKind::secret, "this is not the name of a key", "Key name",
                    "put the key in an environment variable and write env:NAME here");
    }
    return key.toStdString();
}

std::vector<std::string> stopOf(const QString& text) {
    std::vector<std::string> stop;
    for (const QString& part : text.split(QLatin1Char(';'), Qt::SkipEmptyParts)) {
        QString one = part;
        if (one.startsWith(QLatin1Char(' '))) {
            one.remove(0, 1); // the blank after the semicolon
        }
        one.replace(QLatin1String("\\n"), QLatin1String("\n"))
            .replace(QLatin1String("\\t"), QLatin1String("\t"));
        if (!one.isEmpty()) {
            stop.push_back(one.toStdString());
        }
    }
    return stop;
}

QString stopIn(const std::vector<std::string>& stop) {
    QStringList parts;
    for (const std::string& one : stop) {
        parts << QString::fromStdString(one)
                     .replace(QLatin1String("\n"), QLatin1String("\\n"))
                     .replace(QLatin1String("\t"), QLatin1String("\\t"));
    }
    return parts.join(QStringLiteral("; "));
}

std::map<std::string, std::string> tagsOf(const QString& text) {
    std::map<std::string, std::string> tags;
    for (const QString& pair : text.split(QLatin1Char(';'), Qt::SkipEmptyParts)) {
        const QString key = pair.section(QLatin1Char('='), 0, 0).trimmed();
        if (!key.isEmpty()) {
            tags[key.toStdString()] = pair.section(QLatin1Char('='), 1).trimmed().toStdString();
        }
    }
    return tags;
}

QString tagsIn(const std::map<std::string, std::string>& tags) {
    QStringList parts;
    for (const auto& [key, value] : tags) {
        parts.append(QString::fromStdString(key + "=" + value));
    }
    return parts.join(QStringLiteral("; "));
}

} // namespace tiebreak::ui
