// The files of a training data set: names, sizes to the byte, and where in a file its samples are.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/file_sizes.h"
#include "core/sample_file_spec.h"
#include "core/sample_formats.h"

namespace ioproof {

/// Constant after set-up; one for all workers. Files are numbered: those for training, those for evaluation, then the
/// companions (indexes of formats that have them beside the data). Names and sizes are those of DLIO
/// (`data_generator.py`, branch mlperf_storage_v2.0): the sides of the samples are drawn from the normal law around the
/// root of the record's length by the generator of numpy.random, so that all data sets of one spec have the same sizes.
class SampleFiles {
public:
    /// Draws the sizes of all files: 16 bytes of memory a file, or none where all are alike. Throws JobError BAD_SPEC
    /// for what does not hold together.
    explicit SampleFiles(SampleFileSpec spec);

    const SampleFileSpec& spec() const { return spec_; }
    uint64_t trainFiles() const { return spec_.trainFiles; }
    uint64_t evalFiles() const { return spec_.evalFiles; }
    /// Companions are the files from here on.
    uint64_t dataFiles() const { return spec_.trainFiles + spec_.evalFiles; }
    uint64_t fileCount() const { return dataFiles() * (1 + format_->companions().size()); }

    /// Bytes of each file, its container included; of the companions, too.
    const FileSizes& fileSizes() const { return sizes_; }
    /// The samples of a data file.
    SampleShape shapeOf(uint64_t file) const;
    /// Bytes of the samples of a data file without what is around them: what the generator calls its size.
    uint64_t payloadBytes(uint64_t file) const { return shapeOf(file).payloadBytes(); }
    /// Bytes of one sample of it.
    uint64_t sampleBytes(uint64_t file) const { return shapeOf(file).sampleBytes(); }
    /// Of all data files.
    uint64_t payloadOfAll() const;

    /// True where a sample is read alone; else the files are read from their first byte on, and a sample is there once
    /// all bytes up to its end are.
    bool hasRandomSamples() const { return format_->hasRandomSamples(); }
    /// Where a sample is in its file; with row groups, where its row group is, and of arrays of numpy the whole file.
    ByteRange placeOf(uint64_t file, uint64_t sample) const { return format_->placeOf(shapeOf(file), sample); }
    /// Of a parquet file: rows of its groups, and the end of the file that tells where they are.
    uint64_t rowsPerGroup() const { return spec_.rowGroupRows; }
    ByteRange footerOf(uint64_t file) const { return format_->footer(shapeOf(file)); }
    /// The parts of a row group that are read: neighbouring columns are one part.
    std::vector<ByteRange> readParts(uint64_t file, uint64_t group) const {
        return format_->readParts(shapeOf(file), group);
    }

    /// Companions of a data file in the order in which a loader reads them; most formats have none.
    std::vector<uint64_t> companionsOf(uint64_t file) const;
    /// Of a companion: the data file that it belongs to, and which of its companions it is.
    uint64_t ownerOf(uint64_t companion) const { return (companion - dataFiles()) / format_->companions().size(); }
    size_t turnOf(uint64_t companion) const { return (companion - dataFiles()) % format_->companions().size(); }

    /// Below the root of the data set: `train/img_000_of_168.npz`.
    std::string path(uint64_t file) const;
    /// Bytes that the longest path needs, the terminating zero included.
    size_t pathCapacity() const;
    /// Zero-terminated, without allocating.
    void writePath(uint64_t file, char* out) const;
    /// The file with the longest path.
    uint64_t longestNamed() const;
    /// Below the root, parents first.
    std::vector<std::string> directories() const;
    /// Which of them holds the file.
    uint64_t directoryOf(uint64_t file) const;

private:
    /// The files of training or of evaluation.
    struct Group {
        std::string directory;
        uint64_t files = 0;
        /// 0: none.
        uint64_t subfolders = 0;
        /// What their names have behind the number.
        std::string tail;
    };

    Group groupOf(const char* directory, uint64_t files) const;
    void checkSpec() const;
    void drawDimensions();
    uint64_t bytesOf(const SampleShape& shape) const;
    FileSizes addUpSizes() const;
    /// Of a data file: its group, and its number in that.
    std::pair<const Group&, uint64_t> placeInGroup(uint64_t file) const;
    char* writeFolder(const Group& group, uint64_t number, char* out) const;

    const SampleFileSpec spec_;
    std::shared_ptr<const SampleFormat> format_;
    Group train_;
    Group eval_;
    /// Height and width of the samples of each data file; one pair where all are alike.
    std::vector<std::pair<uint32_t, uint32_t>> dimensions_;
    FileSizes sizes_;
};

}  // namespace ioproof
