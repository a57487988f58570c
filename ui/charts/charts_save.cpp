// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"
#include "ui/charts/chart_export.h"
#include "ui/charts/chart_plot.h"
#include "ui/charts/charts_view.h"
#include "ui/charts/loss_score_plot.h"
#include "ui/charts/loss_score_text.h"
#include "ui/settings/settings.h"
#include "ui/widgets/message_bar.h"

#include <QClipboard>
#include <QDir>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeData>
#include <QRegularExpression>
#include <QSaveFile>

namespace tiebreak::ui {

namespace {

/// A run's name as the beginning of a file name.
QString fileStem(const QString& name) {
    static const QRegularExpression odd(QStringLiteral("[^\\p{L}\\p{N}._-]+"));
    QString stem = name;
    stem.replace(odd, QStringLiteral("-"));
    while (stem.startsWith(QLatin1Char('-')) || stem.startsWith(QLatin1Char('.'))) {
        stem.remove(0, 1);
    }
    while (stem.endsWith(QLatin1Char('-'))) {
        stem.chop(1);
    }
    return stem.isEmpty() ? QStringLiteral("chart") : stem.left(60);
}

void writeBytes(const QString& fileName, const std::string& bytes) {
    QSaveFile file(fileName);
    const auto size = static_cast<qint64>(bytes.size());
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes.data(), size) != size || !file.commit()) {
        throw domain::Error(
            domain::ErrorKind::file,
            ChartsView::tr("The table could not be written: %1.").arg(file.errorString()).toStdString(),
            fileName.toStdString(), ChartsView::tr("Choose a folder that may be written to.").toStdString());
    }
}

} // namespace

void ChartsView::askSave(const QString& ending, const QString& filter) {
    if (!hasChart()) {
        return;
    }
    const QString folder = settings_ ? settings_->get(Settings::Key::lastFolder).toString() : QString();
    const QString kind =
        isLoss() ? QStringLiteral("loss-score") : QString::fromLatin1(workbench::info_of(kind_).name);
    const QString stem =
        fileStem(shownName(isLoss() ? data_->chart->run_name : chart_->run_name)) + QLatin1Char('-') + kind;
    QString file =
        saveDialog_(tr("Save chart"), QDir(folder).filePath(stem + QLatin1Char('.') + ending), filter);
    if (file.isEmpty()) {
        return;
    }
    if (QFileInfo(file).suffix().toLower() != ending) {
        file += QLatin1Char('.') + ending;
    }
    if (settings_) {
        settings_->set(Settings::Key::lastFolder, QFileInfo(file).absolutePath());
    }
    saveAs(file);
}

void ChartsView::saveAs(const QString& fileName) {
    if (!hasChart()) {
        return;
    }
    try {
        if (QFileInfo(fileName).suffix().toLower() == QLatin1String("csv")) {
            writeBytes(fileName, csv());
        } else {
            writeChart(fileName, pictureAsShown());
        }
        message_->showMessage(MessageBar::Kind::ok, tr("Saved %1").arg(QDir::toNativeSeparators(fileName)));
    } catch (const domain::Error& error) {
        message_->showError(error);
    }
}

void ChartsView::copy() {
    if (!hasChart()) {
        return;
    }
    const ChartPicture shown = pictureAsShown();
    const QString words =
        isLoss() ? chartInWords(plot_->viewAsShown()) : chartInWords(chartPlot_->viewAsShown());
    auto* mime = new QMimeData;
    mime->setImageData(chartImage(shown));
    mime->setData(QStringLiteral("image/svg+xml"), chartSvg(shown));
    mime->setText(words + QLatin1Char('\n') + shown.caption);
    QGuiApplication::clipboard()->setMimeData(mime);
}

} // namespace tiebreak::ui
