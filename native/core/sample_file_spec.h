// What the files of a training data set are: how many, named how, how large, with what around the samples.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ioproof {

enum class Container : uint8_t { Raw, Npz, Npy, Tfrecord, Hdf5, Indexed, Megatron, Parquet };

enum class ColumnType : uint8_t { Float64, Float32, Float16, Int8, Uint8 };

/// `count` columns of one type and width, side by side; a loader may leave them out.
struct ColumnGroup {
    ColumnType type;
    /// Values of this column in a row.
    uint32_t width;
    uint32_t count;
    bool read;
};

/// Mirror of NativeSampleFiles in src/native/contract/training.ts, which tells the meaning of each field.
struct SampleFileSpec {
    Container container = Container::Raw;
    std::string prefix = "img";
    std::string extension;
    uint64_t trainFiles = 0;
    uint64_t evalFiles = 0;
    uint64_t subfolders = 0;
    uint64_t samplesPerFile = 1;
    /// Bytes of a sample; the generator takes the root of it.
    double recordLength = 0;
    double recordDeviation = 0;
    uint64_t generatorSeed = 10;
    /// Of `Parquet`: rows of a row group, and what a row is made of.
    uint64_t rowGroupRows = 0;
    std::vector<ColumnGroup> columns;
};

}  // namespace ioproof
