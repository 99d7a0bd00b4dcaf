// Small checkpoints for tests.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/checkpoint_spec.h"

namespace ioproof {

inline std::vector<std::byte> bytesOfText(const std::string& text) {
    std::vector<std::byte> bytes;
    for (const char each : text) bytes.push_back(static_cast<std::byte>(each));
    return bytes;
}

/// Two ranks with a file of their own each, in a directory of its own the second, and one that they share.
inline CheckpointSpec checkpointSpec() {
    CheckpointSpec spec;
    spec.ranks = 2;
    spec.directoryPrefix = "step";
    spec.parts = {
        {.name = "model_0.pt", .rank = 0, .offset = 0, .bytes = 2'500'001, .header = bytesOfText("header of model 0")},
        {.name = "shared.bin", .rank = 0, .offset = 0, .bytes = 4097},
        {.name = "rank1/model_1.pt", .rank = 1, .offset = 0, .bytes = 1 << 20},
        {.name = "shared.bin", .rank = 1, .offset = 4097, .bytes = 8192}};
    spec.closing = {{.name = "index.json", .content = bytesOfText("{}")}};
    return spec;
}

}  // namespace ioproof
