// Samples of files that readers go through side by side, one sample of each in turn.
#pragma once

#include <algorithm>
#include <cstdint>

namespace ioproof {

/// As many files as there are readers make a round, the last one maybe fewer; all have the same number of samples, so
/// that those of a round end together.
struct FileInterleave {
    uint64_t files;
    uint64_t samples;
    uint32_t readers;

    struct Place {
        uint64_t file;
        uint64_t sample;
    };

    uint64_t size() const { return files * samples; }
    /// Of the sample that is so many samples after the first one.
    Place placeOf(uint64_t index) const {
        const uint64_t round = index / (readers * samples);
        const uint64_t within = index - round * readers * samples;
        const uint64_t beside = std::min<uint64_t>(readers, files - round * readers);
        return {.file = round * readers + within % beside, .sample = within / beside};
    }
    /// Of the samples of a reader the one that is so many after its first.
    uint64_t indexOf(uint32_t reader, uint64_t own) const {
        const uint64_t round = own / samples;
        const uint64_t beside = std::min<uint64_t>(readers, files - round * readers);
        return round * readers * samples + own % samples * beside + reader;
    }
    /// Samples of a reader among the first `count` of all.
    uint64_t ownBefore(uint32_t reader, uint64_t count) const {
        const uint64_t round = count / (readers * samples);
        const uint64_t within = count - round * readers * samples;
        const uint64_t beside = std::min<uint64_t>(readers, files - std::min(files, round * readers));
        if (reader >= beside) return round * samples;
        return round * samples + (within + beside - 1 - reader) / beside;
    }
};

}  // namespace ioproof
