// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/tokens.h"

#include <algorithm>
#include <cmath>

namespace tiebreak::ui {

namespace {

QColor rgb(unsigned value) {
    return QColor::fromRgb(0xff000000U | value);
}

Tokens makeLight() {
    Tokens t;
    t.window = rgb(0xF4F4F2);
    t.content = rgb(0xFFFFFF);
    t.raised = rgb(0xFAFAF8);
    t.hover = rgb(0xEDEDEA);
    t.selection = rgb(0xECEDFC);
    t.border = rgb(0xDFDFDB);
    t.rowLine = rgb(0xECECE9);
    t.strong = rgb(0x858B94);
    t.text = rgb(0x1C2026);
    t.text2 = rgb(0x4E5560);
    t.text3 = rgb(0x5E6570);
    t.accent = rgb(0x4650BE);
    t.onAccent = rgb(0xFFFFFF);
    t.accentGround = rgb(0xEEEFFC);
    t.ok = rgb(0x1B7443);
    t.okGround = rgb(0xE4F4EA);
    t.warn = rgb(0x865300);
    t.warnGround = rgb(0xFCF1DA);
    t.bad = rgb(0xAD2E27);
    t.badGround = rgb(0xFBE9E7);
    t.addGround = rgb(0xDDF2E3);
    t.add = rgb(0x0F5A2E);
    t.delGround = rgb(0xFBE1DE);
    t.del = rgb(0x8C241C);
    t.candidates = {rgb(0x0066A8), rgb(0xC24F00), rgb(0x008F68), rgb(0xB4588D),
                    rgb(0xBA7A00), rgb(0x2A8DC2), rgb(0x4F4E00), rgb(0x3B4048)};
    return t;
}

Tokens makeDark() {
    Tokens t;
    t.dark = true;
    t.window = rgb(0x1A1C20);
    t.content = rgb(0x212429);
    t.raised = rgb(0x272A30);
    t.hover = rgb(0x2D3138);
    t.selection = rgb(0x34395F);
    t.border = rgb(0x363B43);
    t.rowLine = rgb(0x2D3138);
    t.strong = rgb(0x7C838E);
    t.text = rgb(0xE7E8EA);
    t.text2 = rgb(0xB4B9C1);
    t.text3 = rgb(0xA2A8B1);
    t.accent = rgb(0x9AA2FA);
    t.onAccent = rgb(0x15172B);
    t.accentGround = rgb(0x2A2D4A);
    t.ok = rgb(0x63C893);
    t.okGround = rgb(0x1F3A2C);
    t.warn = rgb(0xE6B655);
    t.warnGround = rgb(0x3D321B);
    t.bad = rgb(0xF2938A);
    t.badGround = rgb(0x442625);
    t.addGround = rgb(0x1E3F2D);
    t.add = rgb(0xA5E3BF);
    t.delGround = rgb(0x4A2826);
    t.del = rgb(0xF5B3AC);
    t.candidates = {rgb(0x3E92D6), rgb(0xEC7434), rgb(0x22B588), rgb(0xDB8FB9),
                    rgb(0xE69F00), rgb(0x86CDF5), rgb(0xEFE45A), rgb(0xD3D6DB)};
    return t;
}

constexpr NamedToken names[] = {
    {"window", &Tokens::window},
    {"content", &Tokens::content},
    {"raised", &Tokens::raised},
    {"hover", &Tokens::hover},
    {"selection", &Tokens::selection},
    {"border", &Tokens::border},
    {"row-line", &Tokens::rowLine},
    {"strong", &Tokens::strong},
    {"text", &Tokens::text},
    {"text-2", &Tokens::text2},
    {"text-3", &Tokens::text3},
    {"accent", &Tokens::accent},
    {"on-accent", &Tokens::onAccent},
    {"accent-ground", &Tokens::accentGround},
    {"ok", &Tokens::ok},
    {"ok-ground", &Tokens::okGround},
    {"warn", &Tokens::warn},
    {"warn-ground", &Tokens::warnGround},
    {"bad", &Tokens::bad},
    {"bad-ground", &Tokens::badGround},
    {"add-ground", &Tokens::addGround},
    {"add", &Tokens::add},
    {"del-ground", &Tokens::delGround},
    {"del", &Tokens::del},
};

double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

} // namespace

const Tokens& Tokens::light() {
    static const Tokens tokens = makeLight();
    return tokens;
}

const Tokens& Tokens::darkTokens() {
    static const Tokens tokens = makeDark();
    return tokens;
}

QColor Tokens::candidate(int slot) const {
    return slot < 0 ? text3 : candidates[static_cast<std::size_t>(slot % candidateSlots)];
}

std::span<const NamedToken> namedTokens() {
    return names;
}

double relativeLuminance(const QColor& colour) {
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

double contrast(const QColor& a, const QColor& b) {
    const double la = relativeLuminance(a);
    const double lb = relativeLuminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

QColor blend(const QColor& ground, const QColor& over, double share) {
    const auto mix = [share](float g, float o) { return static_cast<float>(g * (1.0 - share) + o * share); };
    return QColor::fromRgbF(mix(ground.redF(), over.redF()), mix(ground.greenF(), over.greenF()),
                            mix(ground.blueF(), over.blueF()));
}

} // namespace tiebreak::ui
