// Heads of tables and keys say what stands below and beside them, or that it is nobody's.
#include "redaction/detect/test_values.h"

namespace schoolgate::redaction {
namespace {

TEST(CuesTest, ColumnsAreCuesForTheirCells) {
  CheckValues({
      {"student,dob,guardianPhone\n\"Quispe, Mariela\",2011-05-03,5595550123\n",
       {"2011-05-03", "5595550123"}},
      {"nombre;fecha_nac;telefono\nMariela Quispe;03/05/2011;5595550123\n", {"03/05/2011", "5595550123"}},
      {"| Name | Student ID | Room |\n|---|---|---|\n| M Quispe | 310107 | 214 |\n", {"310107"}},
      {"stu_num\tlast_name\tscore\n310107\tQuispe\t88412\n", {"310107"}},
      {"Name            ID        Score\nMariela Quispe  310107    1450\n", {"310107"}},
      {"order_id,sku,amount\n310107,88412,559555\n", {}},
      {"room,version,total\n310107,5595550123,219099999\n", {}},
      {"name,notes,phone\n\"Quispe, M\",\"late, again\",5595550123\n", {"5595550123"}},
      {"address,city,zip\n28 Rocky Second,Eagle Pass,78852\n", {"28 Rocky Second", "78852"}},
      {"username,password\nmquispe,Bluebird42\n", {"mquispe", "Bluebird42"}},
  });
}

TEST(CuesTest, KeysInEveryCaseAreCues) {
  CheckValues({
      {"guardianPhone: 5595550123", {"5595550123"}},
      {"GUARDIAN_PHONE=5595550123", {"5595550123"}},
      {"\"stu_num\": 310107", {"310107"}},
      {"\"studentNumber\" : \"310107\"", {"310107"}},
      {"fecha_nac: 03/05/2011", {"03/05/2011"}},
      {"roomNumber: 310107", {}},
      {"\"orderId\": 310107", {}},
      {"Phone:\n559 555 0123", {"559 555 0123"}},
  });
}

}  // namespace
}  // namespace schoolgate::redaction
