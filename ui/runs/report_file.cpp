// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/report_file.h"

#include "domain/error.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

namespace tiebreak::ui {

QString suggestedReportFile(const QString& folder, const QString& runName) {
    QString name = runName;
    for (QChar& c : name) {
        if (c.unicode() < 32 || QStringLiteral("/\\:*?\"<>|").contains(c)) {
            c = QLatin1Char('-');
        }
    }
    return QDir(folder).filePath(QStringLiteral("%1 report.html").arg(name.left(80).trimmed()));
}

QString reportFilters() {
    return QCoreApplication::translate("ReportFile", "Web page (*.html);;JSON (*.json);;Text (*.txt)");
}

QString writeReport(const workbench::Report& report, const workbench::LabelFigures* people,
                    const QString& path) {
    const QString suffix = QFileInfo(path).suffix().toLower();
    const std::string bytes = suffix == QLatin1String("json")  ? workbench::to_json(report, people)
                              : suffix == QLatin1String("txt") ? workbench::to_text(report, people)
                                                               : workbench::to_html(report, people);
    QSaveFile file(path);
    const auto size = static_cast<qint64>(bytes.size());
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes.data(), size) != size || !file.commit()) {
        throw domain::Error(domain::ErrorKind::file,
                            "the report cannot be written: " + file.errorString().toStdString(),
                            path.toStdString(), "choose another folder");
    }
    return path;
}

} // namespace tiebreak::ui
