// Den svenska katalogen.
import type { Catalogue } from "../en/index";
import * as account from "./account";
import * as admin from "./admin";
import * as agent from "./agent";
import * as answers from "./answers";
import * as api from "./api";
import * as callback from "./callback";
import * as check from "./check";
import * as colleagues from "./colleagues";
import * as contact from "./contact";
import * as customer from "./customer";
import * as desk from "./desk";
import * as flows from "./flows";
import * as frame from "./frame";
import * as guide from "./guide";
import * as hello from "./hello";
import * as history from "./history";
import * as hours from "./hours";
import * as incident from "./incident";
import * as live from "./live";
import * as machine from "./machine";
import * as palette from "./palette";
import * as phone from "./phone";
import * as rating from "./rating";
import * as reports from "./reports";
import * as quality from "./quality";
import * as rests from "./rests";
import * as safety from "./safety";
import * as settingUp from "./setting-up";
import * as shortcuts from "./shortcuts";
import * as story from "./story";
import * as talk from "./talk";
import * as wall from "./wall";
import * as why from "./why";

export const sv: Catalogue = {
  ...account,
  ...admin,
  ...agent,
  ...answers,
  ...api,
  ...callback,
  ...check,
  ...colleagues,
  ...contact,
  ...customer,
  ...desk,
  ...flows,
  ...frame,
  ...guide,
  ...hello,
  ...history,
  ...hours,
  ...incident,
  ...live,
  ...machine,
  ...palette,
  ...phone,
  ...rating,
  ...reports,
  ...quality,
  ...rests,
  ...safety,
  ...settingUp,
  ...shortcuts,
  ...story,
  ...talk,
  ...wall,
  ...why,
};
