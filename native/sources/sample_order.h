// Which samples each rank uses in an epoch, by the rules of a version of MLPerf Storage.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/permutation.h"
#include "core/sample_files.h"
#include "core/training_spec.h"

namespace ioproof {

/// What a reader loads at once: a sample, a file of one, or a row group.
struct LoadItem {
    uint64_t file = 0;
    /// In the file.
    uint64_t firstSample = 0;
    uint64_t samples = 1;
};

/// The epochs of a job in their order, evaluations among them.
struct EpochId {
    bool isEval = false;
    /// Of its kind, from 1.
    uint32_t number = 1;
};

/// A permutation of more samples than this is not drawn as numpy draws it, into a list of four bytes a sample, but is a
/// keyed one, which takes no memory.
inline constexpr uint64_t mostListedSamples = uint64_t{1} << 24;

/// Made for one epoch after the other, since some orders follow from those before. Between two calls of begin() any
/// number of threads may ask it.
///
/// Loader `torch` with rules v1 and v2 shares out samples, everything else files. Rules v1: one permutation of all
/// samples, each rank a range of it. v2: each rank a range of the samples as they lie, whatever is said about
/// shuffling, as DLIO has it. v3, and all loaders of files: file i is rank i modulo their number's, and with
/// `fileShuffle` of v3 the files are dealt anew before each epoch of training.
class SampleOrder {
public:
    /// Keeps a reference to `spec`. Throws JobError BAD_SPEC where the loader cannot load such files.
    SampleOrder(const TrainingSpec& spec, std::shared_ptr<const SampleFiles> files, uint64_t seed);

    /// Moves on to this epoch, the first or the one after the current one.
    void begin(const EpochId& epoch);

    /// Items of the rank in this epoch before they are cut off at whole steps, in the order in which its loader has
    /// them: of `tf` as its readers interleave their files, of `stream` file after file.
    uint64_t itemsOf(uint32_t rank) const;
    LoadItem itemOf(uint32_t rank, uint64_t index) const;
    /// Of every rank: whole batches of the rank with least, cut by `steps` of the spec.
    uint64_t steps() const;

    /// Files that the readers of the rank go through. Where loader `tf` has fewer than ranks, each goes through all.
    uint64_t filesOf(uint32_t rank) const;
    /// True where each rank goes through all samples and uses every one that comes as many further as there are ranks.
    bool sharesSamplesOfFiles() const;
    /// There are more samples than numpy's permutation is drawn of: see mostListedSamples.
    bool isKeyed() const { return keyed_.has_value(); }
    const SampleFileSpec& fileSpec() const { return files_->spec(); }
    /// Items of a file: samples, or row groups.
    uint64_t itemsPerFile() const;
    uint32_t batchSize() const { return epoch_.isEval ? spec_.evalBatchSize : spec_.batchSize; }

private:
    bool dealsFiles() const { return spec_.loader != LoaderKind::Torch || spec_.rules == TrainingRules::V3; }
    bool redealsFiles() const { return spec_.rules == TrainingRules::V3 && spec_.fileShuffle; }
    bool permutesSamples() const { return !dealsFiles() && spec_.rules == TrainingRules::V1 && spec_.sampleShuffle; }
    uint64_t fileCount() const;
    uint64_t sampleCount() const { return fileCount() * fileSpec().samplesPerFile; }
    uint64_t stepsOf(uint32_t rank) const;
    uint64_t firstSampleOf(uint32_t rank) const;
    LoadItem sampleAt(uint64_t position) const;
    uint64_t fileAt(uint32_t rank, uint64_t position) const;

    void deal();
    void redeal(bool isEval, uint32_t epoch);
    void permute();

    const TrainingSpec& spec_;
    std::shared_ptr<const SampleFiles> files_;
    const uint32_t seed_;
    EpochId epoch_;
    /// For training and for evaluation: samples in their order where one is drawn, or a list of files for each rank.
    std::vector<std::vector<uint32_t>> lists_[2];
    std::optional<Permutation> keyed_;
};

}  // namespace ioproof
