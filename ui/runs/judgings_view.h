// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/pane.h"
#include "workbench/report.h"

#include <memory>

QT_BEGIN_NAMESPACE
class QGridLayout;
class QStackedWidget;
class QVBoxLayout;
QT_END_NAMESPACE

namespace tiebreak::items {
class JudgingsModel;
class PairsModel;
class PositionModel;
class RatingsModel;
} // namespace tiebreak::items

namespace tiebreak::ui {

class DotWhiskerDelegate;
class SectionTitle;
class Settings;
class TableView;
class TextLabel;

/// The judgings of a run; for the selected one its noise, its means by position and what to be warned of.
class JudgingsView : public Pane {
    Q_OBJECT

public:
    explicit JudgingsView(Settings* settings, QWidget* parent = nullptr);

    void setReport(const std::shared_ptr<const workbench::Report>& report);
    [[nodiscard]] TableView* table() const { return table_; }
    [[nodiscard]] TableView* pairs() const { return pairs_; }
    [[nodiscard]] TableView* ratings() const { return ratings_; }

private:
    QWidget* buildDetails(Settings* settings);
    void showDetails();
    QWidget* buildPairs(Settings* settings);
    void showPairs(const workbench::JudgingReport& judging);
    void showNoise(const workbench::JudgingReport& judging);
    void showWarnings(const std::vector<std::string>& warnings);

    std::shared_ptr<const workbench::Report> report_;
    QStackedWidget* stack_;
    TableView* table_;
    items::JudgingsModel* model_;
    QWidget* pairsPane_;
    SectionTitle* ratingsTitle_;
    TableView* ratings_;
    items::RatingsModel* ratingsModel_;
    DotWhiskerDelegate* ratingDots_;
    SectionTitle* pairsTitle_;
    TableView* pairs_;
    items::PairsModel* pairsModel_;
    DotWhiskerDelegate* pairDots_;
    QWidget* details_;
    SectionTitle* noiseTitle_;
    QGridLayout* noise_;
    std::vector<TextLabel*> noiseValues_;
    SectionTitle* positionTitle_;
    TableView* positions_;
    items::PositionModel* positionModel_;
    DotWhiskerDelegate* positionDots_;
    SectionTitle* warningTitle_;
    QVBoxLayout* warnings_;
};

} // namespace tiebreak::ui
