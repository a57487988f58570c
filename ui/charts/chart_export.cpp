// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_export.h"

#include "domain/error.h"
#include "ui/charts/chart_figure.h"
#include "ui/charts/chart_marks.h"
#include "ui/charts/loss_score_figure.h"
#include "ui/charts/loss_score_text.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QFontMetricsF>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>
#include <QTextLayout>

#include <cmath>

namespace tiebreak::ui {

namespace {

constexpr double margin = 20;
constexpr int legendAtMost = 16; // more marks than that repeat; names on the points tell more

struct TextLine {
    QPointF baseline;
    QString text;
};

/// A text cut into lines of at most `width`.
std::vector<QString> wrapped(const QString& text, const QFont& font, double width) {
    std::vector<QString> lines;
    QTextLayout layout(text, font);
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        lines.push_back(text.mid(line.textStart(), line.textLength()).trimmed());
    }
    layout.endLayout();
    return lines;
}

/// Title, legend, plot and caption laid out on one sheet.
class Sheet {
public:
    Sheet(const ChartPicture& picture, const QSize& size)
        : picture_(picture)
        , fonts_(ChartFonts::standard())
        , titleFont_(fonts_.bold) {
        titleFont_.setPixelSize(15);
        plot_.setAttribute(Qt::WA_DontShowOnScreen);
        picture.setUp(plot_);
        layOut(size);
    }

    [[nodiscard]] QSize size() const { return size_; }

    void paint(QCPPainter& painter) {
        const Tokens& t = Tokens::light();
        painter.fillRect(QRect(QPoint(), size_), t.content);
        const auto write = [&](const TextLine& line, const QFont& font, const QColor& ink) {
            painter.setFont(font);
            painter.setPen(ink);
            painter.drawText(line.baseline, line.text);
        };
        write(title_, titleFont_, t.text);
        write(subtitle_, fonts_.text, t.text3);
        for (const auto& [line, slot] : legend_) {
            paintLegendMark(painter, QRectF(line.baseline.x() - 16, line.baseline.y() - 9, 10, 10), slot, t);
            write(line, fonts_.text, t.text2);
        }
        painter.save();
        painter.translate(plotBox_.topLeft());
        if (picture_.fit) {
            picture_.fit(plot_, plotBox_.size());
        }
        plot_.toPainter(&painter, plotBox_.width(), plotBox_.height());
        painter.restore();
        for (const TextLine& line : caption_) {
            write(line, fonts_.text, t.text2);
        }
    }

private:
    void layOut(const QSize& size) {
        const QFontMetricsF small(fonts_.text);
        const QFontMetricsF big(titleFont_);
        const double right = size.width() - margin;
        double y = margin + big.ascent();
        const QString title = big.elidedText(picture_.title, Qt::ElideRight, right - margin);
        title_ = {{margin, y}, title};
        const double afterTitle = margin + big.horizontalAdvance(title) + 10;
        subtitle_ = {{afterTitle, y},
                     small.elidedText(picture_.subtitle, Qt::ElideRight, std::max(0.0, right - afterTitle))};
        y += big.descent();

        const std::vector<LegendEntry>& entries = picture_.legend;
        if (!entries.empty() && entries.size() <= legendAtMost) {
            double x = margin + 16;
            y += 8 + small.ascent();
            for (const LegendEntry& entry : entries) {
                const QString text = picture_.legendCounts
                                         ? QStringLiteral("%1 (%2)").arg(entry.text).arg(entry.count)
                                         : entry.text;
                const QString shown = small.elidedText(text, Qt::ElideMiddle, right - margin - 16);
                const double width = small.horizontalAdvance(shown);
                if (x > margin + 16 && x + width > right) {
                    x = margin + 16;
                    y += small.height() + 2;
                }
                legend_.push_back({{{x, y}, shown}, entry.slot});
                x += width + 34;
            }
            y += small.descent();
        }
        y += 6;

        const std::vector<QString> caption =
            wrapped(picture_.caption, fonts_.text, size.width() - 2 * margin);
        const double captionHeight = static_cast<double>(caption.size()) * (small.height() + 1);
        const double plotHeight = std::max(280.0, size.height() - y - captionHeight - 10 - margin);
        plotBox_ = QRect(static_cast<int>(margin) - 4, static_cast<int>(std::ceil(y)),
                         size.width() - 2 * static_cast<int>(margin) + 8, static_cast<int>(plotHeight));
        double at = plotBox_.bottom() + 10 + small.ascent();
        for (const QString& line : caption) {
            caption_.push_back({{margin, at}, line});
            at += small.height() + 1;
        }
        size_ = QSize(size.width(),
                      std::max(size.height(), static_cast<int>(std::ceil(at - small.ascent() + margin))));
    }

    const ChartPicture& picture_;
    ChartFonts fonts_;
    QFont titleFont_;
    QCustomPlot plot_;
    TextLine title_;
    TextLine subtitle_;
    std::vector<std::pair<TextLine, int>> legend_;
    std::vector<TextLine> caption_;
    QRect plotBox_;
    QSize size_;
};

QString programName() {
    return QStringLiteral("Tiebreak");
}

} // namespace

ChartPicture::ChartPicture(const LossScoreView& view)
    : title(chartTitle(*view.chart))
    , subtitle(chartSubtitle(*view.chart))
    , caption(chartCaption(*view.chart)) {
    // Names on the points tell as much as a legend of them would.
    if (!(view.colourBy.empty() && view.allNames)) {
        legend = legendOf(view);
        legendCounts = !view.colourBy.empty();
    }
    setUp = [view](QCustomPlot& plot) {
        (new LossScoreFigure(plot, Tokens::light()))->setView(view); // the plot owns it
    };
}

ChartPicture::ChartPicture(const ChartView& view)
    : title(chartTitle(*view.chart))
    , subtitle(chartSubtitle(*view.chart))
    , caption(chartCaption(*view.chart)) {
    const bool named = view.colourBy.empty() && view.chart->legend.empty() &&
                       (view.names || !isMovable(*view.chart)) &&
                       view.chart->kind != workbench::ChartKind::noise;
    if (!named) {
        legend = legendOf(view);
        legendCounts = !view.colourBy.empty() && view.chart->by_candidate;
    }
    setUp = [view](QCustomPlot& plot) {
        auto* figure = new ChartFigure(plot, Tokens::light()); // the plot owns it
        figure->setView(view);
    };
    fit = [](QCustomPlot& plot, const QSize& size) {
        if (auto* figure = plot.findChild<ChartFigure*>()) {
            figure->fit(size);
        }
    };
}

std::optional<ChartFormat> chartFormatOf(const QString& fileName) {
    const QString ending = QFileInfo(fileName).suffix().toLower();
    if (ending == QLatin1String("png")) {
        return ChartFormat::png;
    }
    if (ending == QLatin1String("svg")) {
        return ChartFormat::svg;
    }
    if (ending == QLatin1String("pdf")) {
        return ChartFormat::pdf;
    }
    return std::nullopt;
}

QImage chartImage(const ChartPicture& picture, const ChartExport& how) {
    Sheet sheet(picture, how.size);
    QImage image((QSizeF(sheet.size()) * how.scale).toSize(), QImage::Format_RGB32);
    image.setDotsPerMeterX(static_cast<int>(std::lround(96 / 0.0254 * how.scale)));
    image.setDotsPerMeterY(image.dotsPerMeterX());
    image.fill(Tokens::light().content);
    QCPPainter painter;
    painter.begin(&image);
    painter.setMode(QCPPainter::pmNoCaching);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(how.scale, how.scale);
    sheet.paint(painter);
    painter.end();
    image.setText(QStringLiteral("Title"), picture.title);
    image.setText(QStringLiteral("Description"), picture.caption);
    image.setText(QStringLiteral("Software"), programName());
    return image;
}

QByteArray chartPng(const ChartPicture& picture, const ChartExport& how) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    chartImage(picture, how).save(&buffer, "PNG");
    return bytes;
}

QByteArray chartSvg(const ChartPicture& picture, const ChartExport& how) {
    Sheet sheet(picture, how.size);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(96);
    generator.setSize(sheet.size());
    generator.setViewBox(QRect(QPoint(), sheet.size()));
    generator.setTitle(picture.title);
    generator.setDescription(picture.caption);
    QCPPainter painter;
    painter.begin(&generator);
    painter.setMode(QCPPainter::pmVectorized);
    painter.setMode(QCPPainter::pmNoCaching);
    sheet.paint(painter);
    painter.end();
    return bytes;
}

QByteArray chartPdf(const ChartPicture& picture, const ChartExport& how) {
    Sheet sheet(picture, how.size);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    constexpr double pixelsAnInch = 96;
    constexpr int resolution = 1200; // keeps text from being placed on a coarse grid
    writer.setTitle(picture.title);
    writer.setCreator(programName());
    writer.setResolution(resolution);
    writer.setPageSize(
        QPageSize(QSizeF(sheet.size()) / pixelsAnInch, QPageSize::Inch, QString(), QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF(0, 0, 0, 0));
    QCPPainter painter;
    painter.begin(&writer);
    painter.setMode(QCPPainter::pmVectorized);
    painter.setMode(QCPPainter::pmNoCaching);
    painter.scale(resolution / pixelsAnInch, resolution / pixelsAnInch);
    sheet.paint(painter);
    painter.end();
    return bytes;
}

QByteArray chartBytes(ChartFormat format, const ChartPicture& picture, const ChartExport& how) {
    switch (format) {
    case ChartFormat::png:
        return chartPng(picture, how);
    case ChartFormat::svg:
        return chartSvg(picture, how);
    case ChartFormat::pdf:
        return chartPdf(picture, how);
    }
    return {};
}

void writeChart(const QString& fileName, const ChartPicture& picture, const ChartExport& how) {
    const auto say = [](const char* text) { return QCoreApplication::translate("ChartExport", text); };
    const std::optional<ChartFormat> format = chartFormatOf(fileName);
    if (!format) {
        throw domain::Error(
            domain::ErrorKind::file, say("A chart is written as PNG, SVG or PDF.").toStdString(),
            fileName.toStdString(), say("End the file's name in .png, .svg or .pdf.").toStdString());
    }
    const QByteArray bytes = chartBytes(*format, picture, how);
    QSaveFile file(fileName);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        throw domain::Error(domain::ErrorKind::file,
                            say("The chart could not be written: %1.").arg(file.errorString()).toStdString(),
                            fileName.toStdString(),
                            say("Choose a folder that may be written to.").toStdString());
    }
}

} // namespace tiebreak::ui
