// Superblock, root group, and one object header for each data set, one behind the other.
#include "core/hdf5_layout.h"

#include <span>
#include <string_view>

#include "core/lookup3.h"

namespace ioproof {
namespace {

using Bytes = std::vector<std::byte>;

/// Where the samples are is told by the file itself; a loader reads one slab of `records` for each.
class Hdf5Format final : public SampleFormat {
public:
    uint64_t fileBytes(const SampleShape& shape) const override { return hdf5Bytes(shape); }
    ByteRange placeOf(const SampleShape& shape, uint64_t sample) const override {
        return {.offset = hdf5RecordsOffset + sample * shape.sampleBytes(), .length = shape.sampleBytes()};
    }
};

constexpr uint64_t superblockBytes = 48;
constexpr uint64_t undefined = UINT64_MAX;

void put(Bytes& out, uint64_t value, size_t bytes) {
    for (size_t at = 0; at < bytes; ++at) out.push_back(static_cast<std::byte>(value >> (8 * at) & 0xff));
}
void put8(Bytes& out, uint64_t value) { put(out, value, 1); }
void put64(Bytes& out, uint64_t value) { put(out, value, 8); }

void putText(Bytes& out, std::string_view text) {
    for (const char letter : text) put8(out, static_cast<uint8_t>(letter));
}

/// The checksum of what has been put since `from`.
void putChecksum(Bytes& out, size_t from) { put(out, lookup3(out.data() + from, out.size() - from), 4); }

/// Numbers of the messages of an object header.
enum Message : uint8_t {
    dataspace = 1,
    linkInfo = 2,
    datatype = 3,
    fillValue = 5,
    link = 6,
    layout = 8,
    groupInfo = 10
};

/// Type, two bytes of length, flags, content.
void putMessage(Bytes& messages, Message type, const Bytes& content) {
    put8(messages, type);
    put(messages, content.size(), 2);
    put8(messages, 0);
    messages.insert(messages.end(), content.begin(), content.end());
}

Bytes objectHeader(const Bytes& messages) {
    Bytes header;
    putText(header, "OHDR");
    put8(header, 2);  // version
    put8(header, 1);  // the length below has two bytes
    put(header, messages.size(), 2);
    header.insert(header.end(), messages.begin(), messages.end());
    putChecksum(header, 0);
    return header;
}

/// A hard link of a name to the header at an address; names are shorter than 256 bytes.
Bytes linkTo(std::string_view name, uint64_t address) {
    Bytes content;
    put8(content, 1);  // version
    put8(content, 0);  // the length of the name has one byte; hard
    put8(content, name.size());
    putText(content, name);
    put64(content, address);
    return content;
}

/// A group that keeps its links in its header.
Bytes rootGroup(uint64_t records, uint64_t labels) {
    Bytes info;
    put(info, 0, 2);  // version, flags
    put64(info, undefined);
    put64(info, undefined);
    Bytes messages;
    putMessage(messages, linkInfo, info);
    putMessage(messages, groupInfo, Bytes(2));
    putMessage(messages, link, linkTo("records", records));
    putMessage(messages, link, linkTo("labels", labels));
    return objectHeader(messages);
}

Bytes simpleSpace(std::span<const uint64_t> dimensions) {
    Bytes content;
    put8(content, 2);  // version
    put8(content, dimensions.size());
    put8(content, 0);  // no maximum sizes
    put8(content, 1);  // simple
    for (const uint64_t dimension : dimensions) put64(content, dimension);
    return content;
}

/// Little-endian integers without padding.
Bytes integerType(uint32_t bytes, bool isSigned) {
    Bytes content;
    put8(content, 0x10);  // version 1, class 0
    put(content, isSigned ? 0x08 : 0, 3);
    put(content, bytes, 4);
    put(content, 0, 2);  // the first bit
    put(content, bytes * 8, 2);
    return content;
}

/// Contiguous: where the data is, and how much.
Bytes contiguous(uint64_t address, uint64_t bytes) {
    Bytes content;
    put8(content, 3);  // version
    put8(content, 1);  // contiguous
    put64(content, address);
    put64(content, bytes);
    return content;
}

/// Version 3; space is allocated late, and filled where a value is set, which none is.
Bytes noFillValue() {
    Bytes content;
    put8(content, 3);
    put8(content, 0x0a);
    return content;
}

Bytes dataSet(const Bytes& space, const Bytes& type, const Bytes& place) {
    Bytes messages;
    putMessage(messages, dataspace, space);
    putMessage(messages, datatype, type);
    putMessage(messages, fillValue, noFillValue());
    putMessage(messages, layout, place);
    return objectHeader(messages);
}

void putSuperblock(Bytes& out, uint64_t fileBytes) {
    const size_t from = out.size();
    putText(out, "\x89HDF\r\n\x1a\n");
    put8(out, 2);  // version
    put8(out, 8);  // bytes of an address
    put8(out, 8);  // bytes of a length
    put8(out, 0);
    put64(out, 0);  // base of the addresses
    put64(out, undefined);
    put64(out, fileBytes);
    put64(out, superblockBytes);  // the root group follows
    putChecksum(out, from);
}

}  // namespace

uint64_t hdf5LabelBytes(const SampleShape& shape) { return shape.samples * sizeof(int64_t); }

uint64_t hdf5Bytes(const SampleShape& shape) {
    return hdf5RecordsOffset + shape.payloadBytes() + hdf5LabelBytes(shape);
}

void appendHdf5Head(Bytes& out, const SampleShape& shape) {
    const uint64_t recordDimensions[] = {shape.samples, shape.height, shape.width};
    const Bytes records = dataSet(simpleSpace(recordDimensions), integerType(1, false),
                                  contiguous(hdf5RecordsOffset, shape.payloadBytes()));
    const Bytes labels = dataSet(simpleSpace({&shape.samples, 1}), integerType(8, true),
                                 contiguous(hdf5RecordsOffset + shape.payloadBytes(), hdf5LabelBytes(shape)));
    // How long the header of the group is does not depend on the addresses in it.
    const uint64_t recordsAt = superblockBytes + rootGroup(0, 0).size();
    const size_t from = out.size();
    putSuperblock(out, hdf5Bytes(shape));
    for (const Bytes& header : {rootGroup(recordsAt, recordsAt + records.size()), records, labels})
        out.insert(out.end(), header.begin(), header.end());
    out.resize(from + hdf5RecordsOffset);
}

std::shared_ptr<const SampleFormat> makeHdf5Format() { return std::make_shared<Hdf5Format>(); }

}  // namespace ioproof
