// Published vectors of AES-SIV, as hexadecimal, for siv_test.cc. Facts, each with where it is published:
//   "A.1", "A.2"  RFC 5297, appendix A
//   "openssl"     OpenSSL, test/recipes/30-test_evp_data/evpciph_aes_siv.txt: the RFC's example with longer
//   keys a number      Project Wycheproof, aes_siv_cmac_test.json, by tcId: all of its vectors for AES-256
//   that have
//                 a text and associated data (the others are what siv.h never does), and four for AES-128
#ifndef SCHOOLGATE_CORE_CRYPTO_SIV_VECTORS_H_
#define SCHOOLGATE_CORE_CRYPTO_SIV_VECTORS_H_

#include <vector>

namespace schoolgate {

struct SivVector {
  const char* name;
  const char* key;
  std::vector<const char*> associated_data;
  const char* plain;
  const char* sealed;
};

inline const std::vector<SivVector>& SivVectors() {
  static constexpr char kRfc[] = "fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff";
  static constexpr char kCount[] =
      "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
      "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f";
  static constexpr char kCount128[] = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
  static constexpr char kSixteen[] = "000102030405060708090a0b0c0d0e0f";
  static const auto& vectors = *new std::vector<SivVector>{
      {"A.1",
       kRfc,
       {"101112131415161718191a1b1c1d1e1f2021222324252627"},
       "112233445566778899aabbccddee",
       "85632d07c6e8f37f950acd320a2ecc9340c02b9690c4dc04daef7f6afe5c"},
      {"A.2",
       "7f7e7d7c7b7a79787776757473727170404142434445464748494a4b4c4d4e4f",
       {"00112233445566778899aabbccddeeffdeaddadadeaddadaffeeddccbbaa99887766554433221100",
        "102030405060708090a0", "09f911029d74e35bd84156c5635688c0"},
       "7468697320697320736f6d6520706c61696e7465787420746f20656e6372797074207573696e67205349562d414553",
       "7bdb6e3b432667eb06f4d14bff2fbd0fcb900f2fddbe404326601965c889bf17dba77ceb094fa663b7a3f748ba8af829ea64"
       "ad544a272e9c485b62a3fd5c0d"},
      {"openssl",
       "fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0f0f1f2f3f4f5f6f7f8f9fafbfcfdfefffffefdfcfbfaf9f8f7f6f5f4f3f2f1f0",
       {"101112131415161718191a1b1c1d1e1f2021222324252627"},
       "112233445566778899aabbccddee",
       "89e869b93256785154f0963962fe0740eff356e42dec1f4febded36642f2"},
      {"openssl",
       "fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"
       "f0f1f2f3f4f5f6f7f8f9fafbfcfdfefffffefdfcfbfaf9f8f7f6f5f4f3f2f1f0",
       {"101112131415161718191a1b1c1d1e1f2021222324252627"},
       "112233445566778899aabbccddee",
       "724dfb2eaf94dbb19b0ba3a299a0801ef3b05a55498ec2552690b89810e4"},
      {"8",
       "612e837843ceae7f61d49625faa7e7494f9253e20cb3adcea686512b043936cd",
       {"865d39ae9b5e9ff8d6308e00208745bc"},
       "cc37fae15f745a2f40e2c8b192f2b38d",
       "c79c86cd7509e60a16ca8cec6bcaa1c58fbd6099718991fe775bf5a659d30a24"},
      {"32",
       kCount128,
       {kSixteen},
       "f16d4958e933778c54aabcd6fda1cabc",
       "000000000000000000000000000000001cce79a1e7dfa6e05494e366666e39e4"},
      {"34",
       kCount128,
       {kSixteen},
       "fd1fef36075ad8d4add16d36036ed5d4",
       "ffffffffffffffffffffffffffffffffede59e1eb1a079ddc7d53cbdd7a7f21a"},
      {"36",
       kCount128,
       {kSixteen},
       "242cf0fb5ab8f7d4e2b371243eaf2df5",
       "ffffffffffffffffffffffff7fffffff34d681d3ec4256dd88b720afea660a3b"},
      {"302",
       "c25cafc6018b98dfbb79a40ec89c575a4f88c4116489bba27707479800c01302"
       "35334a45dbe8d8dae3da8dcb45bbe5dce031b0f68ded544fda7eca30d6749442",
       {"deeb0ccf3aef47a296ed1ca8f4ae5907"},
       "beec61030fa3d670337196beade6aeaa",
       "5865208eab9163db85cab9f96d846234a2626aae22f5c17c9aad4b501f4416e4"},
      {"303",
       "27faf97fb303aa4f2f364edd23997f4c77b8e51ebb8293c59dfb1d24f0fb629f"
       "6c820fc2d91bf48f0035eeec347e37ec4fb0cb36102bcdc5a248c47a2f97eab9",
       {"cc94f64e14df90265f7f12a8a0386d0a"},
       "6b1db0f5a43376885002dc98bd556f1dac9b66b66213a9fa6069df995a123384",
       "d0016d675b49f11ea873707412d45709b7703a028a0cfc312cf61cbe22b91e3cf20b7d4c9308ee15f18b4eba00889284"},
      {"304",
       "97bfd0f3e9bb8167bbb55f4cdc14529d8307c0ec2c3fe8bc88522d05c1261ba4"
       "60c9cb4116f630edd74d413ec417324c6e29b566fb2dd3df18e07b53b1f9f83b",
       {"1cda342c166ea208df5c56bcf995a59b"},
       "48ef10ccb1978b53ae73167abe1cc538fa80da3f5df93e3d5c4e9a9ad1f213504f22a694b98a35ad67620af9d8a29fc7",
       "d55c5d0af0260dc1123adb5d7869201f8ccee46deb66dd695c593cde1d7645c72796e42a1733b6705753631b9b626991"
       "ddbd28473ce75cfdc4c14d20e66f212d"},
      {"305",
       "e2c5662bb18fbb411d0304e4241db073fe60a4704fee290073513038a22b4cd5"
       "42580b2b4edbc37e3de01c0cb61abcad46986cdc491ce9e5ae5af223ff58b953",
       {"fab912dec29a34aabfaef176"},
       "0d",
       "1c6969ecb15741a9959b7a8492250e391a"},
      {"306",
       "3ab062dbdd38b951a9fb0d8bb185959a93dab3496b850a3062b93003036c8bd2"
       "aabbf37d5d3f6a399d4cedefb70c1b8a7b45639fe118c10e39f36fa58618a84d",
       {"e8605f13db8c482d48bdba2d"},
       "5c6f",
       "fddea9ac778b978a968033ce52ec61162588"},
      {"307",
       "9e575cd8991b32f06fbaf55ad79eb74822349e07fa77c409848c86820011569f"
       "26dcb49afaea19a52a96b27e67f780ac7a00da9a3054d1678d60417cf34996b1",
       {"7f89a3f648c1c7c23edbd5ca"},
       "35ac33",
       "3834fbedc3502227e3c91a861f2e3195fbb344"},
      {"308",
       "6d43cfc930a1e0051f607d0c4a76ad5bec77d9f98bbd9ae5e56a1d65fcf1bf68"
       "c7780f727bfe690497bae478afbc4ebf7a89943ee146f72d352940794ff202f4",
       {"c2b75c998f4cac28b4b69dfb"},
       "1d25f833",
       "0d1e1981da44a7d9eda60e48e7ae4f8505d8ba98"},
      {"309",
       "673cea582bf3982ce3fba5304de8fe46e316d6804749d6db58b7ab7d64bd4e0a"
       "f641997975234f8b918cca3247d67cfeac9230d15ed28f8071a85e84fa9ef211",
       {"f5042d5a5b68b262274974a8"},
       "9e99912c7b",
       "655ef7f09f4cff47b427e9df7fcc642664715ad14c"},
      {"310",
       "8f13f2bf02d72360d9958eb8aa90634ae48331e7dfdbf16fc51c7238ae9f9d50"
       "d4495d196676ef5259b64a616305ffaae517c587d4e7afba40e4a2c5b0989182",
       {"755f50cfdfc849654ad98cc7"},
       "ac598720b96e",
       "adee2a373a7f6bbaf4f00e5f3f93435a09091b5221ae"},
      {"311",
       "67b3ab00075a0e3d07f3fe73fabea5d0373206a0aafa9397981924ddaf2cb283"
       "c66af61166815dffbe8fafa688b793fd259fad4a1f75a259342e58814448a4b4",
       {"f8799bc732cbf6a39ae2268e"},
       "8f6b2b21a6dc73",
       "ff6173a70dee05ddbde75a960f84523e01b30adcac5275"},
      {"312",
       "a661c6a90fd40d8a734873d66afd4477c5041cdc2b31a3cd0ac3604cac4f7441"
       "1219e544615b56e17f5774b5085129f6dd69893bb7216b539cf42b79f0068278",
       {"7a5dbdbf803b2593d3e17097"},
       "deb2c7c6204496e5",
       "2f8b7583773ae03ba7b3952453c81431780bfcc9d7df9a43"},
      {"313",
       "a40b1cc110e1aa28ab86f714abd6d313016989a1c8cfcb62063e2c396ca12a24"
       "6de3b9bd82994e5f1cb1323f78a9a0ed02fe841976a659423603d91ccf71d58e",
       {"e482e942ce26d244d4962acf"},
       "122d1ba394afad1fe3",
       "8185d14ee87cc891bb9bcf3fafde4ed246599626211fe04d23"},
      {"314",
       "8af0e57998dd68b0f45b58e708405d0ad8269397249295fd336096e065db2bb1"
       "e4110d5507c04d73c150f6e7d87ced029ab38661f201ec77874e43953373b38a",
       {"89f95250fb66b2cda70b8854"},
       "9cab7bde926307386505",
       "c4deca5c53bcfa6208b337474212418541e44d0fbf2de7b48c6f"},
      {"315",
       "6e063240d83d4a90e44e56e631fefe9f6c7c7d56518eff3a902ddd5ca9b837a2"
       "044b3727571d1ca56a68abfd997da945e4d14f71dc86b0149a19a93d1e5fec85",
       {"5c3661f4047454bac445f1ac"},
       "08eb0a196e8f3cb6428b0a",
       "67673064fc540ae128232ba87ba2e9bbe7d3569dd419bcc52796ec"},
      {"316",
       "9593f0d6679e8e18b43cb4d26a7ea9da9d6037fd5a82db0b091a682b6547a772"
       "98e4fd1d1481f3603d0b1e7e6dcf27200105af0f844f2aaacd98540ab2b6c8a8",
       {"7b3f9591076e32a21766e2bb"},
       "0628d19cc94c4b4f3d703e1f",
       "56e6fd5a7f449a8e6bafa38f945c70cf8a534179b3b1f26266fb6b56"},
      {"317",
       "77f7dd662a8f0aaf7f19c6614584e4acf5c774d19e10d2070eaa977e9c6ba21b"
       "a82f0bc84939cf70283dcac9c645b7423ca0cc94bac827ea378f1ca0c9da0eee",
       {"a3c4e387bfc005402acd20bb"},
       "a171376f2a66dbdf17f32961e8",
       "4e7b642dcc3cbd935d4cda8193982ef7240fa47f951ec8b3fd37204a73"},
      {"318",
       "8916d0342001561922e674b0cc51c05a935e5dc45a6d6284f34a4c5c79e92062"
       "dc3091217584607e9cf9056aa495ca4cd53fd3d4c6a94c4b384007e62174506b",
       {"890dcea871da1caff4766d32"},
       "6ad348470891d1babb13f3bf0e8c",
       "fbb68324b8c5b3e55ebc1feb4b98761521f4aac7eb7b6c0fb0505a08457b"},
      {"319",
       "2a93a0c37797bee0c344b9ceed1a609813d8c5ee686d260f3aa6fc2f66dc59f4"
       "00479d1dfe04e89e6df608a3f699ff1cb4e9bf24a78fb2dfddaa0011a2e40208",
       {"6ae54f41ac52baf2f89abe8e"},
       "3fc3bf53bb485c9edcb1d25adb4ca0",
       "2d344a54038a857f47e0c77eb0834538aaf01e61a8ac82c0012f9dac6f15ef"},
      {"320",
       "139383f3f82dc78e0b380027f9e5fcd2ed23716404be5c554452e4dc73d23702"
       "6594491820c6b8297185cc1fa84f49a5c7d7cd05c5de090ff1c3397bc2740437",
       {"d39da73ffc03ad0a9213ffc7"},
       "48604944a80fadf50d55b87727934458c8",
       "a9cf73951cb39823777f35c96c845169476e2ec2317cb6b8dd8b6172fdceabff9d"},
      {"321",
       "eac96a89b8e0c928a85c91396346efe8287730595064554cd13574f8b340f541"
       "c5f0bb55e654e51b05e21ba007942cabab5ee1020922f0dd002196a39d7fda1d",
       {"29d614f908593f6a5ab03cea"},
       "0c22e4875dcd23de89a6d32f2082dd40e1848fc2",
       "bce886623d11320d22dfdc1defb04d17bd001d9370a3d8c83aabe4494d16ca75ce534f7c"},
      {"322",
       "c0f4bede68c6ed5ad14918e2ddeced692dfd5419c04204d5b96f4ca47078b070"
       "28c6fb87b1b490d875f070bbe4d790f65e5df19947f02c9d3a4e493b542d0291",
       {"b411e4d2facca67ea4a9f2a1"},
       "2f358d4534559ac99dd71798b7925705d6f013f6b848ffe01cc86cef09d88f",
       "d27ae26dfe02e3eedf544e1b452cb0f0c9303a4e4819318315ae08839bcce558e4741817ec08dae406bbfc09f59aa9"},
      {"323",
       "cd8689f821817f59bfaa755131f2565161c7f4489f89b657ac9fa127a9768535"
       "a702d001b9b99cc11c3976467b1b45865ff417dc256ebb5079b7f1b3e08307b5",
       {"b3edffbb89b373fe04da244b"},
       "ebcfb2ffb681cc5dfa0c5c524c1b1cc87cc6b2bfa35dc36d15e80505118b84a072a78a157b4d1837",
       "1ac78aae2ede04eb47924d8f9f99fe75deb61bf693da7f3a2147c05f6d29d17392356fe00f82b24cdbce774fd8645615"
       "48f33dd3192d806f"},
      {"324",
       "72a76714e0171e8213de624f00e273bc900050e69d25c454cc42b61e8b3fbc92"
       "d4942e1ae14421e164046c1479a7b9c9f4b50b382cb62dfeaa210b98dec7d937",
       {"6a8aaf2c84003e0e6f409658"},
       "92d8f4dc7d41e8b180d66e8994022db79249cdc76fd7f3ea12d9925b51925250cd75a15fcfd78ea85c57fe6196f8d754"
       "5086f99ea796a0ea69170db9944200435d9d3d551943892400ce787f703c1105",
       "69f720f36b0da86ec8cc0f46d62835dcb35ac23f5b891152d861c4e0f0018f19d272ee8b12d83300bfd46aeec0124d5d"
       "23b3cb849c1cab1fdf64b70947ebf79f5442e209076dfa9a3f36ab0a6d3cf4a75ddfcdc21837743b20885db4c803ac27"},
      {"326",
       kCount,
       {kSixteen},
       "bfa1733d07afa03cb3f2eeb81bbde037",
       "000000000000000000000000000000004ce637d6ca9cdf1c2feb0d140865cddb"},
      {"328",
       kCount,
       {kSixteen},
       "404aa73280eb830afde284ba6b18d48a",
       "ffffffffffffffffffffffffffffffff0fae016c086fc20546b374c24f3ebad0"},
      {"330",
       kCount,
       {kSixteen},
       "cd53e1763fbb8663afe74dc1bd443e52",
       "ffffffffffffffffffffffff7fffffff82b74728b73fc76c14b6bdb999625008"},
      {"332",
       kCount,
       {kSixteen},
       "5cabb261dd19c72368c8d40c5aae007d",
       "ffffffffffffffff7fffffffffffffff134f143f559d862cd39924747e886e27"},
      {"334",
       kCount,
       {kSixteen},
       "23525ec6dfb28c323340d09538b4b015",
       "fffffffffffffffffffffffffffffffe1d9a0bf851a0dca6bd0b74fecebf654a"},
  };
  return vectors;
}

}  // namespace schoolgate

#endif  // SCHOOLGATE_CORE_CRYPTO_SIV_VECTORS_H_
